/**
 * One machine with Praxis on it, from power-on to power cut. Its ports die with it: what it does after its death reaches neither disk,
 * clock nor network, and nobody is told.
 */

import type { Level } from "../../act/ports.ts";
import { assemble, type Praxis, projections } from "../../assembly/assemble.ts";
import type { Definition } from "../../assembly/definitions.ts";
import { knowsKind } from "../../assembly/event-kinds.ts";
import { noFailpoints } from "../../kernel/failpoints.ts";
import { idSource } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { integer } from "../../log/rows.ts";
import type { SqliteLog } from "../../log/sqlite/sqlite-log.ts";
import type { Network } from "../fakes/network.ts";
import type { SimulatedClock } from "./simulated-clock.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";

export interface MachineParts {
  readonly clock: SimulatedClock;
  readonly disk: SimulatedDisk;
  readonly network: Network;
  readonly random: Random;
  readonly definitions: readonly Definition[];
  readonly level: Level;
}

export class Machine {
  readonly praxis: Praxis;
  readonly log: SqliteLog;
  readonly #clock: SimulatedClock;
  #isDead = false;

  constructor(parts: MachineParts) {
    const isDead = (): boolean => this.#isDead;
    const clock = parts.clock.forMachine(isDead);
    const ports = { clock, random: parts.random, newId: idSource(clock, parts.random), failpoints: noFailpoints };
    this.#clock = parts.clock;
    this.log = openMemoryLog({ disk: parts.disk, ports, projections, knows: knowsKind });
    this.praxis = assemble({
      log: this.log,
      ports,
      transport: parts.network.transportFor(isDead),
      mail: parts.network.mailFor(isDead),
      // Nobody signs in to a simulated world, and whoever is written to can be reached.
      addressOf: (name) => `${name}@people.example`,
      secrets: { value: (name) => parts.network.secretValue(name) },
      defaultLevel: parts.level,
    });
    this.praxis.load(parts.definitions);
    parts.disk.powerOff = () => this.powerOff();
  }

  start(): void {
    this.praxis.start();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Grows with everything that this machine does. */
  get activity(): number {
    return this.praxis.engine.turnsTaken + this.log.head().position;
  }

  powerOff(): void {
    this.#isDead = true;
    this.#clock.forgetTimers();
    this.praxis.stop();
    this.log.crash();
  }

  /** Whether something goes on by itself: a run that moves, or an effect that neither a person nor a switch holds up. */
  isBusy(): boolean {
    const { sql } = this.log;
    if (sql.get("SELECT 1 FROM runs WHERE status = 'moving' LIMIT 1")) return true;
    if (sql.get("SELECT 1 FROM waits WHERE ready = 1 LIMIT 1")) return true;
    const { ledger, worker, settings } = this.praxis;
    return ledger.open().some((row) => !worker.asked(row.id) && settings.stopped(row.connection, row.account) === null);
  }

  /** When a waiting run, an open gate or a schedule comes due; null where nothing ever does. */
  nextDueAt(): number | null {
    const row = this.log.sql.get(
      "SELECT min(at) AS at FROM (SELECT due_at AS at FROM waits WHERE due_at IS NOT NULL AND ready = 0 UNION ALL SELECT expires_at FROM gates WHERE status = 'open' AND expires_at IS NOT NULL)",
    );
    const scheduled = this.praxis.runner.nextDueAt();
    if (!row || row.at === null) return scheduled;
    return Math.min(integer(row, "at"), scheduled ?? Number.POSITIVE_INFINITY);
  }

  hasOpenGates(): boolean {
    return this.log.sql.get("SELECT 1 FROM gates WHERE status = 'open' LIMIT 1") !== undefined;
  }
}
