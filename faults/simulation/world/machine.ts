/** One process of Praxis on the simulated disk, from its start to its end: the production code over simulated ports. */
import { assemble, type Praxis, projections } from "../../../src/assembly/assemble.ts";
import type { Clock } from "../../../src/kernel/clock.ts";
import type { PraxisError } from "../../../src/kernel/errors.ts";
import { noFailpoints } from "../../../src/kernel/failpoints.ts";
import { idSource } from "../../../src/kernel/ids.ts";
import type { Ports } from "../../../src/kernel/ports.ts";
import type { Random } from "../../../src/kernel/random.ts";
import { integer } from "../../../src/log/rows.ts";
import { isOfTheDisk } from "../../../src/log/sqlite/database.ts";
import { identify, refuseDamage } from "../../../src/log/sqlite/identify.ts";
import { SqliteLog } from "../../../src/log/sqlite/sqlite-log.ts";
import type { Network } from "./network.ts";
import type { Schedule } from "./schedule.ts";
import type { Host, Opened, Storage } from "./storage.ts";
import type { OwnStep } from "./work/own-steps.ts";
import { definitionsFor } from "./work/work.ts";

export interface MachineParts {
  readonly host: Host;
  readonly schedule: Schedule;
  readonly storage: Storage;
  readonly network: Network;
  readonly random: Random;
  /** How long a turn of a run takes. */
  readonly turnMs: number;
  /** Told of each own step of a run, as it is done. */
  readonly didOwn: (step: OwnStep, thing: string) => void;
  /** It must end at once. */
  readonly fatal: (error: PraxisError) => void;
}

const masterKey = new Uint8Array(32).fill(7);

export class Machine {
  readonly host: Host;
  readonly praxis: Praxis;
  readonly log: SqliteLog;
  readonly #opened: Opened;

  /** @throws what a start throws; then nothing is left of it */
  constructor(parts: MachineParts) {
    const { host, schedule, storage, network, turnMs } = parts;
    this.host = host;
    const ports = portsOf(parts);
    this.#opened = storage.open(host);
    try {
      const { database, disk, checkpointer, patience } = this.#opened;
      refuseDamage(database);
      const { id, epoch } = identify(database, disk, ports.newId);
      this.log = new SqliteLog({
        database,
        disk,
        checkpointer,
        patience,
        id,
        epoch,
        masterKey,
        ports,
        projections,
        upcasters: [],
        fatal: parts.fatal,
        progress: () => undefined,
      });
      this.praxis = assemble({
        log: this.log,
        ports,
        transport: network.transportFor(host),
        secrets: { value: () => undefined },
        watch: {
          enter: () => {
            if (host.life.state === "running") schedule.spend(turnMs);
          },
          leave: () => false,
        },
        report: () => undefined,
      });
    } catch (thrown) {
      // As a start does it: a database whose disk has failed is not closed.
      if (isOfTheDisk(thrown)) host.life.state = "ended";
      this.#opened.bury();
      throw thrown;
    }
    this.praxis.load(definitionsFor(parts.didOwn));
  }

  /** Grows with everything that this process does. */
  get activity(): number {
    return this.praxis.engine.turnsTaken + this.log.head().position;
  }

  /** Whether something goes on by itself: a run that moves, or an effect that no person is asked about. */
  isBusy(): boolean {
    const { sql } = this.log;
    if (sql.inTransaction || this.log.durableHead().position < this.log.head().position) return true;
    if (sql.get("SELECT 1 FROM runs WHERE status = 'moving' LIMIT 1")) return true;
    if (sql.get("SELECT 1 FROM waits WHERE ready = 1 LIMIT 1")) return true;
    const { ledger, worker } = this.praxis;
    return ledger.open().some((row) => !worker.asked(row.id));
  }

  /** When a run goes on that waits for neither a person nor the other side; null where none does. */
  nextDueAt(): number | null {
    const row = this.log.sql.get("SELECT min(due_at) AS at FROM waits WHERE kind IN ('event', 'timer') AND ready = 0");
    return row && row.at !== null ? integer(row, "at") : null;
  }

  /** Of a process that has ended: gives its memory back. */
  bury(): void {
    this.praxis.stop();
    this.#opened.bury();
  }

  /** An orderly end. */
  stop(): void {
    this.praxis.stop();
    this.log.close();
  }
}

export function portsOf({ host, schedule, random }: Pick<MachineParts, "host" | "schedule" | "random">): Ports {
  const clock: Clock = {
    now: () => schedule.now,
    monotonicMs: () => schedule.now,
    after: (delayMs, work) =>
      host.life.state === "ended"
        ? () => undefined
        : schedule.after(delayMs, () => void (host.point("a timer") || work()), host.life),
  };
  return { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
}
