/**
 * A workbench: Praxis as a whole on a log in memory, a clock that the test moves, and one provider that does as its script says.
 * The test opens the log, so that this names no dialect.
 */
import { type MailTransport, noMail } from "../../act/connectors/mail-transport.ts";
import type { Level } from "../../act/ports.ts";
import { receive } from "../../engine/intake.ts";
import type { Named } from "../../engine/subjects/subjects.ts";
import type { TurnWatch } from "../../engine/turns/turns.ts";
import { soon } from "../../kernel/clock.ts";
import { assert } from "../../kernel/errors.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Failpoints } from "../../kernel/failpoints.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { type Answer, type Answered, answerGate } from "../../oversee/gates/answer-gate.ts";
import { assemble, type Praxis } from "../assemble.ts";
import type { Definition } from "../definitions.ts";
import { ScriptedProvider } from "./scripted-provider.ts";

export interface BenchOptions {
  readonly open: (ports: Ports) => EventLog & { crash(): void };
  readonly definitions: readonly Definition[];
  readonly clock?: ManualClock;
  readonly provider?: ScriptedProvider;
  readonly level?: Level;
  readonly watch?: TurnWatch;
  readonly longestRun?: number;
  readonly mostLive?: number;
  readonly mostWaiting?: number;
  readonly durability?: "before out" | "before next";
  readonly seed?: number;
  readonly failpoints?: Failpoints;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly mail?: MailTransport;
  readonly before?: (praxis: Praxis) => void;
}

/** Rounds of the event loop without a sign of life after which nothing moves. */
const quietRounds = 16;
const hourMs = 3_600_000;

export class Bench {
  readonly praxis: Praxis;
  readonly clock: ManualClock;
  readonly provider: ScriptedProvider;
  readonly reports: string[] = [];
  readonly lines: string[] = [];
  readonly #log: EventLog & { crash(): void };
  #sent = 0;
  #isDead = false;

  constructor(options: BenchOptions) {
    this.clock = options.clock ?? new ManualClock();
    this.provider = options.provider ?? new ScriptedProvider();
    const { failpoints } = options;
    const seed = options.seed ?? 1;
    const ports = testPorts({ clock: this.clock, seed, ...(failpoints === undefined ? {} : { failpoints }) });
    this.#log = options.open(ports);
    const { watch, longestRun, mostLive, mostWaiting, level, durability } = options;
    this.praxis = assemble({
      log: this.#log,
      ports,
      // What a machine had in hand when the plug was pulled never leaves it.
      transport: (exchange) => (this.#isDead ? new Promise(() => undefined) : this.provider.transport(exchange)),
      mail: (dispatch) => (this.#isDead ? new Promise(() => undefined) : (options.mail ?? noMail)(dispatch)),
      secrets: { value: (name) => options.secrets?.[name] },
      report: (message) => void this.reports.push(message),
      runLog: (_run, message) => void this.lines.push(message),
      ...(watch === undefined ? {} : { watch }),
      ...(longestRun === undefined ? {} : { longestRun }),
      ...(mostLive === undefined ? {} : { mostLive }),
      ...(mostWaiting === undefined ? {} : { mostWaiting }),
      ...(durability === undefined ? {} : { durability }),
      ...(level === undefined ? {} : { defaultLevel: level }),
    });
    this.praxis.load(options.definitions);
    options.before?.(this.praxis);
    this.praxis.start();
  }

  get log(): EventLog {
    return this.praxis.log;
  }

  /** Sends an event and lets all that follows from it happen. @returns the runs that it started. */
  async send(
    type: string,
    payload: Json,
    options: { id?: string; about?: string; account?: string; subject?: Named } = {},
  ): Promise<readonly string[]> {
    this.#sent += 1;
    const { id = `event ${this.#sent}`, about = null, account = "main", subject = null } = options;
    const incoming = { source: "test", id, type, payload, about, account, subject, principal: "source:test" };
    const { value, durable } = receive(this.praxis.engine, incoming);
    await durable;
    await this.settle();
    return value.status === "accepted" ? value.runs : [];
  }

  /** Sends an event that starts one run. @returns that run. */
  async begin(type: string, payload: Json, options: { id?: string; account?: string; subject?: Named } = {}) {
    const [run] = await this.send(type, payload, options);
    assert(run, `an event ${type} starts a run`);
    return run;
  }

  /** Until nothing moves any more, at this moment of the clock. */
  async settle(): Promise<void> {
    for (let still = 0; still < quietRounds; ) {
      const before = this.#activity();
      await new Promise<void>((resolve) => soon(resolve));
      still = this.#activity() === before ? still + 1 : 0;
    }
  }

  #activity(): number {
    return this.log.head().position + this.praxis.engine.turnsTaken + this.provider.exchanges.length;
  }

  /** Lets time pass, timer by timer, and lets all that follows happen in between. Of a long time only the last hour: the machine slept before. */
  async pass(ms: number): Promise<void> {
    let left = Math.min(ms, hourMs);
    if (ms > left) this.clock.stop(ms - left);
    for (;;) {
      const next = this.clock.nextInMs;
      if (next === null || next > left) break;
      left -= next;
      this.clock.pass(next);
      await this.settle();
    }
    this.clock.pass(left);
    await this.settle();
  }

  run(id: string): Row {
    const row = this.log.sql.get("SELECT * FROM runs WHERE id = ?", id);
    assert(row, `there is a run ${id}`);
    return row;
  }

  status(id: string): string {
    return text(this.run(id), "status");
  }

  /** What the run ended with. */
  value(id: string): Json {
    const last = this.events(id).at(-1);
    assert(
      last?.type === "RunFinished",
      `the run ${id} is done, not ${this.status(id)}: ${JSON.stringify(last?.data)}`,
    );
    return typeof last.data === "object" && last.data !== null && "value" in last.data ? last.data.value : null;
  }

  events(id: string): RecordedEvent[] {
    return this.log.readStream(`run/${id}`);
  }

  /** The data of the run's last event of this type. */
  last(id: string, type: string): Json {
    return this.events(id).findLast((event) => event.type === type)?.data ?? null;
  }

  waits(id: string): Row[] {
    return this.log.sql.all("SELECT * FROM waits WHERE run = ? ORDER BY seq", id);
  }

  effects(): Row[] {
    return this.log.sql.all("SELECT * FROM effects ORDER BY created_at, contract, generation");
  }

  /** The only effect there is, or the only one of a contract. */
  effect(contract?: string): Row {
    const rows = this.effects().filter((row) => contract === undefined || row.contract === contract);
    assert(rows.length === 1 && rows[0], `there is one effect of ${contract ?? "any contract"}, not ${rows.length}`);
    return rows[0];
  }

  /** The types of an effect's events, in order. */
  story(effect: Row): string[] {
    return this.log.readStream(`effect/${text(effect, "id")}`).map((event) => event.type.replace("Effect", ""));
  }

  openGates(): Row[] {
    return this.log.sql.all("SELECT * FROM gates WHERE status = 'open' ORDER BY position");
  }

  openGate(): string {
    const [gate, ...others] = this.openGates();
    assert(gate && others.length === 0, `there is one open gate, not ${this.openGates().length}`);
    return text(gate, "id");
  }

  async answer(gate: string, answer: Partial<Answer> & Pick<Answer, "verdict">): Promise<Answered> {
    const { log, engine, gates, contracts, worker } = this.praxis;
    const full = { value: null, reason: null, by: "ada", ...answer };
    const deps = { log, engine, gates, contracts, worker, now: () => this.clock.now() };
    const answered = await answerGate(deps, gate, full);
    await this.settle();
    return answered;
  }

  /** The plug is pulled: what was not on disk is gone, and nobody is told. */
  crash(): void {
    this.#isDead = true;
    this.clock.forget();
    this.praxis.stop();
    this.#log.crash();
  }

  stop(): void {
    this.clock.forget();
    this.praxis.stop();
  }
}
