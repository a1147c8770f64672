/**
 * Drives one run: replays its history, then advances what it asks for, records each outcome and delivers it (K4, K5, K6, K7). Outcomes of the run's own steps are
 * delivered first, and recorded together before anything else of the run is (ADR 0031). In `before next` each outcome is delivered once it is on disk.
 *
 * A run leaves memory in one of four ways: done, cancelled, set aside with a reason, or waiting for something named. Before it moves to newer code,
 * that code has replayed all of its history; what does not match goes back to the version that the run is on, and nothing was recorded.
 */
import { AssertionError, messageOf, PraxisError } from "../kernel/errors.ts";
import type { Cause, RecordedEvent } from "../kernel/event.ts";
import { canonical, type Json, toJson } from "../kernel/json.ts";
import type { Ports } from "../kernel/ports.ts";
import type { Command, CommandHandler, Progress, WaitOn } from "./command.ts";
import type { Lane } from "./dispatch/lane.ts";
import { describeThrown, endValue, type LiveRun, RunCancelledError } from "./live-run.ts";
import type { ProcessRegistry } from "./process-registry.ts";
import { ContinueAs, type ProcessVersion } from "./process-version.ts";
import {
  type OutcomeDelivered,
  type OutcomesDelivered,
  outcomeSchema,
  type RunEventData,
  runWaitingSchema,
  type SetAside,
  setAsideAsErased,
  unpacked,
  type Wait,
} from "./run-events.ts";

/** What a driver needs of the engine. */
export interface DriverHost {
  turn(driver: RunDriver, begin: () => void, settle: (ended: boolean) => void): void;
  handlerOf(command: Command): CommandHandler;
  append(run: LiveRun, event: RunEventData, cause: Cause): RecordedEvent;
  /** Whether an outcome is given to its run before the disk has it. */
  readonly givesFirst: boolean;
  readonly ports: Pick<Ports, "clock">;
  /** Calls `deliver` when an outcome that was just recorded may be given to its run. */
  whenRecorded(deliver: () => void): void;
  /** Appends the run's last event and, in the same transaction, tells those who wait for its end; starts its successor. */
  end(run: LiveRun, event: RunEventData, cause: Cause, successor: Json | undefined): void;
  listen(driver: RunDriver, on: WaitOn): void;
  /** Pokes this driver at that time, if it is still in memory then. */
  wakeAt(driver: RunDriver, dueAt: number): void;
  /** The run was looked at, and waits for the same as before. */
  stillWaiting(run: LiveRun): void;
  evict(driver: RunDriver): void;
  /** The newest code cannot carry the run on. @returns whether the version that the run is on is at hand; then it drives the run from here on. */
  stayBehind(driver: RunDriver): boolean;
  /** Says why the version that the run is on is not at hand. */
  readonly registry: Pick<ProcessRegistry, "whyLacking">;
  /**
   * The run could not be driven on for a reason that may pass, such as a full disk; it is tried again later.
   * @returns false where it has not passed for so long that the run is to be set aside.
   */
  lost(driver: RunDriver, error: PraxisError): boolean;
  readonly longestRun: number;
}

export class RunDriver {
  readonly run: LiveRun;
  /** In whose line it got its place in memory. */
  readonly place: Lane;
  /** In which line its turns wait: once a person's answer has set it going, in theirs. */
  lane: Lane;
  readonly #code: ProcessVersion;
  readonly #history: readonly RecordedEvent[];
  readonly #host: DriverHost;
  readonly #progress = new Map<number, Progress>();
  #replayed = 0;
  #live = false;
  #dropped = false;
  #turning = true;
  /** Given to the run, and recorded before anything else of it: its own steps, which nothing outside knows of (ADR 0031). */
  #unrecorded: OutcomesDelivered | null = null;
  /** Something was recorded since its waits were, so the tables show it as moving. */
  #movedSinceWaiting = true;

  constructor(
    run: LiveRun,
    {
      code,
      history,
      host,
      lane,
    }: { code: ProcessVersion; history: readonly RecordedEvent[]; host: DriverHost; lane: Lane },
  ) {
    this.run = run;
    this.place = lane;
    this.lane = lane;
    this.#code = code;
    this.#history = history.flatMap(unpacked);
    this.#host = host;
  }

  begin(): void {
    this.#turn(() => this.run.begin(this.#code));
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  /** Something that this run may wait for is ready. */
  poke(on: WaitOn | null): void {
    if (this.#dropped) return;
    for (const [seq, progress] of this.#progress) {
      if (on === null || ("on" in progress && progress.on.kind === on.kind && progress.on.key === on.key))
        this.#progress.delete(seq);
    }
    if (this.#live && !this.#turning) this.#guard(() => this.#advance());
  }

  drop(): void {
    this.#dropped = true;
  }

  /** Before the process stops: what the run has done is on record, if the log still takes it. */
  settleDown(): void {
    try {
      this.recordOwn();
    } catch {
      // It is made again.
    }
  }

  #turn(begin: () => void): void {
    this.#turning = true;
    this.#host.turn(this, begin, (ended) => {
      this.#turning = false;
      if (!this.#dropped) this.#guard(() => this.#settled(ended));
    });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      const mayPass = thrown instanceof PraxisError && thrown.disposition !== "terminal";
      if (!mayPass || !this.#host.lost(this, thrown)) this.#setAsideSafely(thrown);
    }
  }

  #setAsideSafely(thrown: unknown): void {
    const next =
      thrown instanceof PraxisError
        ? thrown.next
        : "This is a bug in the process or in Praxis: see the line named, mend it, then `praxis retry` this run.";
    const code =
      thrown instanceof PraxisError
        ? thrown.code
        : thrown instanceof AssertionError
          ? "broken_assumption"
          : "handler_threw";
    try {
      this.#setAside(code, describeThrown(thrown), next);
    } catch (second) {
      // The log takes nothing now: it is set aside when it does.
      const cause = { next: "It is tried again.", disposition: "retry", cause: second } as const;
      this.#host.lost(this, new PraxisError("log_closed", messageOf(second), cause));
    }
  }

  #settled(endedByForce: boolean): void {
    if (endedByForce) {
      return this.#setAside(
        "endless",
        "the process did not give control back, or allocated without bound, and was stopped",
        "Mend the loop it is in, then `praxis retry` the run; all that it did before is kept.",
      );
    }
    if (this.run.foreign) {
      return this.#setAside(
        "foreign_call",
        this.run.foreign,
        "A process may only call contracts, decide, wait and start runs, so that a replay sees the same. Mend it, then `praxis retry` the run.",
      );
    }
    if (this.#replayed < this.#history.length) this.#replay();
    else this.#advance();
  }

  #replay(): void {
    while (this.#replayed < this.#history.length) {
      const event = this.#history[this.#replayed++];
      if (!event) break;
      if (event.erased) {
        const { code, reason, next } = setAsideAsErased;
        return this.#setAside(code, reason, next);
      }
      if (event.type === "OutcomeDelivered") {
        const outcome = outcomeSchema.parse(event.data);
        this.#forgetWait(outcome);
        return this.#deliver(outcome, outcome.copy?.at ?? event.at);
      }
      if (event.type === "CancelDelivered") {
        this.run.recordedWaits = [];
        return this.#turn(() => this.run.deliverCancel(this.run.cancelRequested ?? "", event.at));
      }
      if (event.type === "RunWaiting") {
        const { waits } = runWaitingSchema.parse(event.data);
        const diff = this.run.checkWaits(waits);
        if (diff) return this.#mismatch(diff);
        this.run.recordedWaits = waits;
        this.#movedSinceWaiting = false;
      } else {
        this.#movedSinceWaiting = true;
        if (event.type === "CancelRequested") this.run.cancelRequested = whyOf(event.data);
        // Its row of waits went when it was set aside.
        if (event.type === "RunSetAside") this.run.recordedWaits = [];
      }
    }
    this.#advance();
  }

  #deliver(outcome: OutcomeDelivered, at: number): void {
    let diff: string | null = null;
    const begin = (): void => {
      diff = this.run.deliver(outcome, at);
    };
    this.#turning = true;
    this.#host.turn(this, begin, (ended) => {
      this.#turning = false;
      if (this.#dropped) return;
      this.#guard(() => (diff === null ? this.#settled(ended) : this.#mismatch(diff)));
    });
  }

  #mismatch(diff: string): void {
    this.#setAside(
      this.run.version === this.#code.version ? "not_deterministic" : "code_gone",
      this.run.version === this.#code.version
        ? "replaying the run gave other steps than were recorded"
        : `the run needs version ${this.run.version.slice(0, 8)} of "${this.run.process}"; with version ${this.#code.version.slice(0, 8)} its history does not match, and ${this.#host.registry.whyLacking(this.run.version)}`,
      "Bring that version back, or make the new one agree with the steps shown, then `praxis retry` the run. Nothing was done again.",
      diff,
    );
  }

  /** Live: looks at each command that may have moved, and delivers the first outcome that is there. */
  #advance(): void {
    if (!this.#live) {
      if (this.#endsInVain() && this.#staysBehind()) return;
      this.#goLive();
    }
    const { run } = this;
    const commands = run.pending;
    if (commands.length === 0) return run.ended ? this.#finish() : this.#setAsideForeignAwait();
    const length = Math.max(run.head, run.asked);
    if (length > this.#host.longestRun) {
      return this.#setAside(
        "too_long",
        `the run has ${length} recorded steps`,
        "An endless process continues as a new run: `return run.continueAs(state)`.",
      );
    }
    const cancelling = run.cancelRequested !== null && !run.cancelDelivered;
    const open = cancelling ? this.#withdraw(commands, run.cancelRequested ?? "") : commands;
    if (open.length === 0) return this.#cancel(run.cancelRequested ?? "");
    for (const command of open) {
      if (this.#progress.has(command.seq)) continue;
      const handler = this.#host.handlerOf(command);
      const isOwn = this.#host.givesFirst && handler.isPure?.(command) === true;
      // What it does next may be recorded elsewhere, and comes after what it was given before.
      if (!isOwn || this.#hasPutOffEnough()) this.recordOwn();
      const progress = handler.advance(run, command);
      if (progress.state === "broken") return this.#setAside(progress.code, progress.reason, progress.next);
      if (progress.state === "done") return this.#give(command, progress, isOwn);
      this.#progress.set(command.seq, progress);
      this.#host.listen(this, progress.on);
    }
    this.#rest(open);
  }

  /** The code has seen all of the history, and neither asks for anything nor comes to an end. */
  #endsInVain(): boolean {
    const { pending, ended } = this.run;
    return pending.length === 0 && (ended === null || (!ended.ok && !(ended.error instanceof RunCancelledError)));
  }

  /** Newer code that has not taken the run over gives it back. */
  #staysBehind(): boolean {
    return !this.#live && this.run.version !== this.#code.version && this.#host.stayBehind(this);
  }

  #goLive(): void {
    this.#live = true;
    if (this.run.version === this.#code.version) return;
    this.#append({ type: "RunMoved", data: { from: this.run.version, to: this.#code.version } });
    this.run.version = this.#code.version;
  }

  #give(command: Command, { ok, value }: Progress & { state: "done" }, isOwn: boolean): void {
    const { seq, kind, name, args } = command;
    const waited = this.run.recordedWaits.some((wait) => wait.seq === seq);
    const outcome: OutcomeDelivered = { seq, kind, name, args, ok, value, waited };
    const at = isOwn && !waited ? this.#putOff(outcome) : this.#record(outcome);
    this.#forgetWait(outcome);
    this.#progress.delete(seq);
    this.#turning = true;
    this.#host.whenRecorded(() => {
      if (!this.#dropped) this.#deliver(outcome, at);
    });
  }

  #record(outcome: OutcomeDelivered): number {
    return this.#append({ type: "OutcomeDelivered", data: outcome }).at;
  }

  /** One event for all that it makes in a row: whatever leaves the run is recorded after it, so nobody can tell. A run that neither rests nor ends does so in portions. */
  #putOff({ seq, name, args, ok, value }: OutcomeDelivered): number {
    const at = this.#host.ports.clock.now();
    this.#unrecorded ??= { since: at, outcomes: [] };
    const after = at - this.#unrecorded.since;
    // What is as it mostly is goes without saying.
    this.#unrecorded.outcomes.push({
      seq,
      name,
      args,
      // A copy: what the run does with the value that it is given is not what it was given.
      value: toJson(value),
      ...(ok ? {} : { ok }),
      ...(after === 0 ? {} : { after }),
    });
    return at;
  }

  #hasPutOffEnough(): boolean {
    const held = this.#unrecorded;
    if (!held) return false;
    return held.outcomes.length >= mostPutOff || Math.abs(this.#host.ports.clock.now() - held.since) >= putOffMs;
  }

  recordOwn(): void {
    const data = this.#unrecorded;
    if (data === null) return;
    this.#unrecorded = null;
    this.#host.append(this.run, { type: "OutcomesDelivered", data }, this.#cause());
  }

  /** What it was given before comes first. */
  #append(event: RunEventData): RecordedEvent {
    this.recordOwn();
    return this.#host.append(this.run, event, this.#cause());
  }

  #forgetWait({ seq, waited }: OutcomeDelivered): void {
    if (!waited) return;
    this.run.recordedWaits = this.run.recordedWaits.filter((wait) => wait.seq !== seq);
    this.#movedSinceWaiting = true;
  }

  /** @returns the commands that are under way, whose end has to be awaited before the run can be cancelled. */
  #withdraw(commands: readonly Command[], why: string): readonly Command[] {
    return commands.filter((command) => !this.#host.handlerOf(command).withdraw(this.run, command, why));
  }

  #cancel(why: string): void {
    const event = this.#append({ type: "CancelDelivered", data: {} });
    this.#progress.clear();
    this.run.recordedWaits = [];
    this.#turn(() => this.run.deliverCancel(why, event.at));
  }

  /** Nothing moves: recorded as waiting and evicted, unless somebody in this process is at work for it. */
  #rest(commands: readonly Command[]): void {
    this.recordOwn();
    const waits: Wait[] = [];
    for (const command of commands) {
      const progress = this.#progress.get(command.seq);
      if (progress?.state !== "waiting") return this.#stayFor(commands);
      const { seq, kind, name, args } = command;
      waits.push({
        seq,
        kind,
        name,
        args,
        on: progress.on,
        what: progress.what,
        owner: progress.owner,
        dueAt: progress.dueAt,
      });
    }
    if (this.#movedSinceWaiting || canonical(toJson(waits)) !== canonical(toJson(this.run.recordedWaits))) {
      this.#append({ type: "RunWaiting", data: { waits } });
    } else this.#host.stillWaiting(this.run);
    this.#host.evict(this);
  }

  /** It stays in memory, for something in this process is at work for it; what else it waits for has its times all the same. */
  #stayFor(commands: readonly Command[]): void {
    const due = commands.flatMap(({ seq }) => {
      const progress = this.#progress.get(seq);
      return progress?.state === "waiting" && progress.dueAt !== null ? [progress.dueAt] : [];
    });
    if (due.length > 0) this.#host.wakeAt(this, Math.min(...due));
  }

  #finish(): void {
    this.recordOwn();
    const { ended } = this.run;
    if (!ended) return;
    if (!ended.ok) {
      if (ended.error instanceof RunCancelledError) {
        const { cancelRequested, notUndone } = this.run;
        return this.#end({
          type: "RunCancelled",
          data: { why: cancelRequested ?? "", left: notUndone.length > 0 ? [...notUndone] : null },
        });
      }
      return this.#setAside(
        "process_threw",
        describeThrown(ended.error),
        "Mend the process or what it met, then `praxis retry` the run: it goes on after its last recorded step, and repeats none.",
      );
    }
    if (ended.value instanceof ContinueAs)
      return this.#host.end(
        this.run,
        { type: "RunFinished", data: { value: null, continuedAs: null } },
        this.#cause(),
        ended.value.input,
      );
    this.#end({ type: "RunFinished", data: { value: endValue(ended.value), continuedAs: null } });
  }

  #end(event: RunEventData): void {
    this.#host.end(this.run, event, this.#cause(), undefined);
  }

  #setAsideForeignAwait(): void {
    this.#setAside(
      "foreign_await",
      "the process waits for something that is not the run's, such as a promise of its own or a timer",
      "Await only what `run` returns: contracts, decisions, waits, child runs. Mend it, then `praxis retry` the run.",
    );
  }

  #setAside(code: string, reason: string, next: string, diff: string | null = null): void {
    if (code !== "erased" && this.#staysBehind()) return;
    const data: SetAside = { code, reason, next, diff };
    this.#append({ type: "RunSetAside", data });
    this.#host.evict(this);
  }

  #cause(): Cause {
    const { run } = this;
    return {
      principal: `process:${run.process}`,
      correlation: run.correlation,
      subject: run.subject ?? "tenant",
    };
  }
}

/** Of own steps: what a process that is killed makes again at most, but for the step that it was in. */
const mostPutOff = 256;
const putOffMs = 250;

function whyOf(data: Json): string {
  return typeof data === "object" && data !== null && "why" in data ? String(data.why) : "";
}
