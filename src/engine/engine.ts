/**
 * The engine: starts runs, drives those that move, evicts those that wait, and revives them from the log alone (K5).
 *
 * Boundary: knows runs and commands; what a command means is its handler's business. Everything that must outlive this process is in the log.
 */
import { soon } from "../kernel/clock.ts";
import { assert, messageOf, PraxisError } from "../kernel/errors.ts";
import type { Cause, RecordedEvent } from "../kernel/event.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Json } from "../kernel/json.ts";
import type { Ports } from "../kernel/ports.ts";
import type { EventLog, Transaction } from "../log/event-log.ts";
import { text } from "../log/rows.ts";
import { type Command, type CommandHandler, isAnswer, type WaitOn } from "./command.ts";
import { Backlog } from "./dispatch/backlog.ts";
import type { Dispatcher } from "./dispatch/dispatcher.ts";
import { EmbeddedDispatcher } from "./dispatch/embedded/embedded-dispatcher.ts";
import { IntakeLine } from "./dispatch/intake-line.ts";
import { inMemory, type Lane, people } from "./dispatch/lane.ts";
import { Shares } from "./dispatch/shares.ts";
import { eventsHeldBy, passEventsOn } from "./joined-events.ts";
import { isEnding, LiveRun } from "./live-run.ts";
import type { ProcessRegistry } from "./process-registry.ts";
import { ApartTurns } from "./replay/apart-turns.ts";
import { type DriverHost, RunDriver } from "./run-driver.ts";
import {
  movedTo,
  type RunEventData,
  type RunStarted,
  runStartedEvent,
  runStartedSchema,
  runStream,
  type SetAside,
  type StartRun,
  setAsideAsErased,
  setAsideAsUnreadable,
  withRunOutline,
} from "./run-events.ts";
import { plainSubjects, type Subjects } from "./subjects/subjects.ts";
import { installTraps } from "./turns/traps.ts";
import { noWatch, Turns, type TurnWatch } from "./turns/turns.ts";
import { Listeners } from "./waking/listeners.ts";

export interface EngineOptions {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly registry: ProcessRegistry;
  readonly dispatcher?: Dispatcher;
  /** Who is one person; default: nobody but by one name. */
  readonly subjects?: Subjects;
  readonly watch?: TurnWatch;
  /** How many runs may be in memory at once; the others queue. An account that has none there gets its share all the same. */
  readonly mostLive?: number;
  /** How many runs may have begun and not be taken up yet, before events of an account with more than its share are refused. */
  readonly mostWaiting?: number;
  readonly longestRun?: number;
  /**
   * When a run is given what was recorded for it: at once (`before out`, the default: nothing leaves this process before the disk has it, and a run that goes on
   * does not), or when the disk has it (`before next`).
   */
  readonly durability?: "before out" | "before next";
  /** Tells an operator what went wrong, beyond what the log says. */
  readonly report?: (message: string) => void;
  readonly runLog?: (runId: string, message: string) => void;
}

export class Engine implements DriverHost {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly registry: ProcessRegistry;
  readonly subjects: Subjects;
  readonly longestRun: number;
  readonly givesFirst: boolean;
  readonly backlog: Backlog;
  readonly intake = new IntakeLine();
  readonly #handlers = new Map<string, CommandHandler>();
  readonly #live = new Map<string, RunDriver>();
  readonly #listeners = new Listeners<RunDriver>();
  readonly #alarms = new WeakMap<RunDriver, () => void>();
  readonly #turns: Turns;
  readonly #apart: ApartTurns;
  readonly #dispatcher: Dispatcher;
  /** Who has how many of the places in memory. */
  readonly #room: Shares<Lane>;
  readonly #runLog: (runId: string, message: string) => void;
  /** How often in a row a run could not be driven on. */
  readonly #lostTimes = new Map<string, number>();
  readonly #report: (message: string) => void;
  readonly #removeTraps: () => void;
  #stopped = true;

  constructor(options: EngineOptions) {
    this.log = options.log;
    this.ports = options.ports;
    this.registry = options.registry;
    this.subjects = options.subjects ?? plainSubjects;
    this.longestRun = options.longestRun ?? 250_000;
    this.givesFirst = options.durability !== "before next";
    this.#room = new Shares(options.mostLive ?? 1_000);
    this.backlog = new Backlog(this.ports.clock, options.mostWaiting ?? 10_000);
    this.#report = options.report ?? (() => undefined);
    this.#runLog = options.runLog ?? (() => undefined);
    this.#turns = new Turns(options.watch ?? noWatch);
    this.#apart = new ApartTurns(this.#turns);
    this.#dispatcher = options.dispatcher ?? new EmbeddedDispatcher(this.log, this.ports.clock);
    const turns = this.#turns;
    this.#removeTraps = installTraps({
      get current() {
        return turns.current;
      },
      trapped: (runId, what) => this.#trapped(runId, `the process called ${what}`),
      unawaited: (runId, reason) => this.#unawaited(runId, reason),
    });
    this.log.onLost(() => this.#recoverLater());
  }

  handle(handler: CommandHandler): void {
    this.#handlers.set(handler.kind, handler);
  }

  /** Takes up all that was moving or ready when the last process ended. @returns how many runs were revived. */
  start(): number {
    this.#stopped = false;
    this.#dispatcher.start({
      drive: (runId, lane) => this.#drive(runId, lane),
      hasRoom: (lane) => lane === inMemory || this.#room.hasRoom(lane),
      laneOf: (runId) => this.#laneOf(runId),
    });
    return this.#recover();
  }

  #recover(): number {
    const rows = this.log.sql.all(
      "SELECT id, account FROM runs WHERE status = 'moving' OR id IN (SELECT run FROM waits WHERE ready = 1)",
    );
    for (const row of rows) {
      const [id, account] = [text(row, "id"), text(row, "account")];
      this.backlog.began(id, account);
      this.#dispatcher.wake(id, account);
    }
    this.#dispatcher.dueChanged();
    return rows.length;
  }

  #dropAll(): void {
    for (const driver of this.#live.values()) driver.drop();
    this.#live.clear();
    this.#room.clear();
    this.#listeners.clear();
  }

  #recoverLater(): void {
    this.#dropAll();
    this.ports.clock.after(recoverAfterMs, () => {
      if (!this.#stopped) this.#recover();
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const driver of this.#live.values()) driver.settleDown();
    this.#turns.stop();
    this.#dispatcher.stop();
    this.#removeTraps();
    this.#dropAll();
    this.#apart.stop();
  }

  /** Starts a run inside the caller's transaction. @throws unknown_process */
  startIn(transaction: Transaction, id: string, run: StartRun, cause: Cause): void {
    const code = this.registry.newest(run.process);
    if (!code) {
      throw new PraxisError("unknown_process", `there is no process "${run.process}"`, {
        next: "See `praxis config` for the processes that are loaded.",
      });
    }
    const { version, isHousekeeping } = code;
    this.startOn(transaction, id, { ...run, version, ...(isHousekeeping ? { isHousekeeping } : {}) }, cause);
  }

  /** Starts a run on code that may be gone by now: then it is set aside, and says so. */
  startOn(transaction: Transaction, id: string, started: RunStarted, cause: Cause): void {
    const { account, subject } = started;
    transaction.append(runStream(id), 0, [runStartedEvent(started)], { ...cause, subject: subject ?? "tenant" });
    // Its code runs once its start is on disk: what ends the server is known then, and who sent it has an answer (K1, K7).
    this.backlog.began(id, account);
    void this.log.whenDurable().then(
      () => this.#dispatcher.wake(id, account),
      () => this.backlog.takenUp(id),
    );
  }

  /**
   * Something is ready: those who wait for it are marked in the caller's transaction, and woken. Each by its id: by their status, SQLite would go through all runs
   * that wait (0.7 ms at 5,000 of them) for each run that ends and each event that comes in.
   */
  ready({ sql }: Pick<Transaction, "sql">, on: WaitOn): void {
    const runs = sql.all("SELECT DISTINCT run FROM waits WHERE kind = ? AND key = ?", on.kind, on.key);
    if (runs.length > 0) sql.run("UPDATE waits SET ready = 1 WHERE kind = ? AND key = ?", on.kind, on.key);
    for (const row of runs) {
      const run = text(row, "run");
      sql.run("UPDATE runs SET status = 'moving' WHERE id = ? AND status = 'waiting'", run);
      this.wake(run, isAnswer(on));
    }
    this.poke(on);
  }

  /** Tells the runs in memory only; for what this process alone is at work on. */
  poke(on: WaitOn): void {
    const listeners = this.#listeners.take(on);
    if (listeners.size === 0) return;
    soon(() => {
      for (const driver of listeners) {
        if (isAnswer(on)) driver.lane = people;
        if (!driver.dropped) driver.poke(on);
        // It went to rest in between, on the strength of what it saw before this: it has to look again.
        else if (!this.#live.has(driver.run.id)) this.wake(driver.run.id);
      }
    });
  }

  /** @param byPerson what a person has answered goes before all else. */
  wake(runId: string, byPerson = false): void {
    if (!this.#stopped) this.#dispatcher.wake(runId, byPerson ? people : this.#laneOf(runId));
  }

  #laneOf(runId: string): Lane {
    if (this.#live.has(runId)) return inMemory;
    const row = this.log.sql.get("SELECT account FROM runs WHERE id = ?", runId);
    return row ? text(row, "account") : "";
  }

  #drive(runId: string, lane: Lane): void {
    this.backlog.takenUp(runId);
    const driver = this.#live.get(runId);
    if (driver) {
      if (lane === people) driver.lane = people;
      driver.poke(null);
    } else if (lane === inMemory) this.wake(runId);
    else this.#reviveSafely(runId, lane);
  }

  #reviveSafely(runId: string, lane: Lane): void {
    try {
      this.#revive(runId, lane);
    } catch (thrown) {
      if (thrown instanceof PraxisError && thrown.disposition !== "terminal") return this.#wakeLater(runId);
      this.#parkUnreadable(runId, thrown);
    }
  }

  /** One run whose record cannot be read does not keep the others from going on. */
  #parkUnreadable(runId: string, thrown: unknown): void {
    try {
      this.#park(runId, setAsideAsUnreadable(messageOf(thrown)), { principal: "system" });
    } catch {
      this.#wakeLater(runId);
    }
  }

  /** Sets a run aside that is not in memory. */
  #park(runId: string, data: SetAside, cause: Cause): void {
    const stream = runStream(runId);
    this.log.write((transaction) => {
      const event = withRunOutline({ type: "RunSetAside", data });
      transaction.append(stream, transaction.head(stream), [event], cause);
      this.onSetAside(transaction, runId, data);
    });
  }

  #wakeLater(runId: string): void {
    this.ports.clock.after(recoverAfterMs, () => this.wake(runId));
  }

  #revive(runId: string, lane: Lane): void {
    const [first, ...history] = this.log.readStream(runStream(runId));
    const last = history.at(-1) ?? first;
    if (!first || !last || endings.has(last.type)) return;
    if (first.erased) {
      const correlation = first.correlation ?? "";
      return this.#park(runId, setAsideAsErased, { principal: "system", correlation });
    }
    const started = runStartedSchema.parse(first.data);
    const run = new LiveRun({
      id: runId,
      started,
      startedAt: started.fork?.beganAt ?? first.at,
      askedFrom: first.at,
      startedPosition: first.position,
      correlation: first.correlation ?? runId,
      mayIssue: (id) => this.#turns.current === id,
      log: (message) => this.#runLog(runId, message),
    });
    run.head = last.number;
    for (const event of history) run.version = movedTo(event) ?? run.version;
    const code = this.registry.codeFor(run);
    if (!code) return this.#parkWithoutCode(run);
    const driver = new RunDriver(run, { code, history, host: this, lane });
    this.#live.set(runId, driver);
    this.#room.take(driver.place);
    driver.begin();
  }

  #parkWithoutCode(run: LiveRun): void {
    this.append(
      run,
      {
        type: "RunSetAside",
        data: {
          code: "code_gone",
          reason: `no loaded file exports the process "${run.process}"; the run needs its version ${run.version.slice(0, 8)}, and ${this.registry.whyLacking(run.version)}`,
          next: "Start Praxis with the file that defines it, then `praxis retry` the run.",
          diff: null,
        },
      },
      { principal: "system", correlation: run.correlation, subject: run.subject ?? "tenant" },
    );
  }

  #trapped(runId: string, what: string): void {
    const run = this.#live.get(runId)?.run ?? this.#apart.runOf(runId);
    if (run) run.foreign ??= what;
  }

  /** What ends a scope or a run reaches every branch; a branch that nobody awaits has nothing to add to that. */
  #unawaited(runId: string, reason: unknown): void {
    if (isEnding(reason)) return;
    this.#trapped(runId, `a promise that the process does not await failed: ${messageOf(reason)}`);
  }

  driverOf(runId: string): RunDriver | undefined {
    return this.#live.get(runId);
  }

  turn({ run, lane }: RunDriver, begin: () => void, settle: (ended: boolean) => void): void {
    this.#turns.add({ runId: run.id, lane, begin, settle });
  }

  /** How many turns runs have taken since this process started. */
  get turnsTaken(): number {
    return this.#turns.taken;
  }

  /** The run whose turn it is. */
  get turning(): string | null {
    return this.#turns.current;
  }

  /** One turn of a run that is executed apart from the log. @returns whether the watchdog had to end it. @throws stopping */
  turnApart(run: LiveRun, begin: () => void): Promise<boolean> {
    return this.#apart.take(run, begin);
  }

  handlerOf(command: Command): CommandHandler {
    const handler = this.#handlers.get(command.kind);
    assert(handler, `there is a handler for commands of kind ${command.kind}`);
    return handler;
  }

  /** Told whose key was destroyed. */
  onErased: (pseudonym: string) => void = () => undefined;

  /** Told of each run that is set aside, within the transaction that records it. */
  onSetAside: (transaction: Transaction, runId: string, setAside: SetAside) => void = () => undefined;

  append(run: LiveRun, event: RunEventData, cause: Cause): RecordedEvent {
    if (event.type === "RunSetAside") {
      const { data } = event;
      return this.log.write((transaction) => {
        const recorded = this.#append(run, event, cause);
        this.onSetAside(transaction, run.id, data);
        return recorded;
      }).value;
    }
    return this.#append(run, event, cause);
  }

  #append(run: LiveRun, event: RunEventData, cause: Cause): RecordedEvent {
    const held = event.type === "RunWaiting" ? eventsHeldBy(this.log.sql, run.id) : [];
    const [recorded] =
      held.length === 0
        ? this.log.append(run.stream, run.head, [withRunOutline(event)], cause).value
        : this.log.write((transaction) => {
            const resting = transaction.append(run.stream, run.head, [withRunOutline(event)], cause);
            passEventsOn(this, transaction, run.id, held);
            return resting;
          }).value;
    assert(recorded, "an append returns what it recorded");
    run.head = recorded.number;
    if (this.#lostTimes.size > 0) this.#lostTimes.delete(run.id);
    return recorded;
  }

  whenRecorded(deliver: () => void): void {
    if (this.givesFirst) return deliver();
    // Where the disk did not take it, the run is revived from what it has (`onLost`).
    void this.log.whenDurable().then(deliver, () => undefined);
  }

  end(run: LiveRun, event: RunEventData, cause: Cause, successor: Json | undefined): void {
    this.log.write((transaction) => {
      const continuedAs = successor === undefined ? null : derivedId(run.id, "next");
      const last = event.type === "RunFinished" ? { ...event, data: { ...event.data, continuedAs } } : event;
      // What it goes on as goes on holding them.
      const held = continuedAs === null ? eventsHeldBy(transaction.sql, run.id) : [];
      transaction.append(run.stream, run.head, [withRunOutline(last)], cause);
      passEventsOn(this, transaction, run.id, held);
      if (continuedAs !== null && successor !== undefined) {
        const { process, account, subject, trigger, parent } = run.started;
        const next = { process, account, subject, trigger: trigger ?? run.signalsFrom, parent, input: successor };
        const given = Object.fromEntries(run.given);
        const { forkedAt } = run;
        if (forkedAt === undefined) this.startIn(transaction, continuedAs, { ...next, given }, cause);
        else {
          const line = run.line.map((id) => derivedId(id, "next")).filter((id) => transaction.head(runStream(id)) > 0);
          this.startIn(transaction, continuedAs, { ...next, given, line, forkedAt }, { ...cause, causation: forkedAt });
        }
      }
      this.ready(transaction, { kind: "run", key: run.id });
    });
    this.registry.forget(run.id);
    const driver = this.#live.get(run.id);
    if (driver) this.evict(driver);
  }

  listen(driver: RunDriver, on: WaitOn): void {
    this.#listeners.add(driver, on);
  }

  /** Runs in memory that look again when this is ready. */
  listening(on: WaitOn): string[] {
    return [...this.#listeners.of(on)].flatMap(({ dropped, run }) => (dropped ? [] : [run.id]));
  }

  /** An evicted run leaves nothing of itself in memory (K5). */
  #forget(driver: RunDriver): void {
    driver.drop();
    this.#listeners.forget(driver);
    this.#alarms.get(driver)?.();
    if (this.#live.delete(driver.run.id)) this.#room.giveBack(driver.place);
    this.#dispatcher.roomFreed();
  }

  wakeAt(driver: RunDriver, dueAt: number): void {
    const delayMs = Math.min(Math.max(dueAt - this.ports.clock.now(), 0), longestSleepMs);
    this.#alarms.get(driver)?.();
    this.#alarms.set(
      driver,
      this.ports.clock.after(delayMs, () => driver.poke(null)),
    );
  }

  stillWaiting(run: LiveRun): void {
    this.log.write(({ sql }) => {
      if (sql.run("UPDATE waits SET ready = 0 WHERE run = ? AND ready = 1", run.id) === 0) return;
      sql.run("UPDATE runs SET status = 'waiting' WHERE id = ?", run.id);
    });
  }

  evict(driver: RunDriver): void {
    this.#forget(driver);
    this.#dispatcher.dueChanged();
  }

  lost(driver: RunDriver, error: PraxisError): boolean {
    const { id } = driver.run;
    const times = (this.#lostTimes.get(id) ?? 0) + 1;
    this.#lostTimes.set(id, times);
    if (times >= mostLost && !ofTheLog.has(error.code)) return false;
    this.#report(`run ${id}: ${error.message}; it is tried again`);
    this.#forget(driver);
    this.#wakeLater(id);
    return true;
  }

  stayBehind(driver: RunDriver): boolean {
    if (!this.registry.stayBehind(driver.run)) return false;
    this.evict(driver);
    this.wake(driver.run.id);
    return true;
  }

  /** Runs in memory, and those that are woken and wait for their place there. */
  get unsettledCount(): number {
    return this.#live.size + this.#dispatcher.waiting;
  }
}

/** A run that fails as often in a row for the same kind of passing reason is set aside: it does not pass (K7). */
const mostLost = 10;
/** These are no fault of the run: it is tried for as long as it takes. */
const ofTheLog = new Set(["disk_full", "database_locked", "log_closed", "fenced"]);
/** How long after a full disk, or whatever else the log refused for, it is tried again. */
const recoverAfterMs = 1_000;
/** Wall time may jump, so a time is looked at again at least this often. */
const longestSleepMs = 30_000;

const endings = new Set(["RunFinished", "RunCancelled", "RunSetAside"]);
