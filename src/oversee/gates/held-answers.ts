/**
 * Answers that count only after a few seconds, so that whoever gave one may take it back.
 *
 * Invariants: while an answer is held, its gate is open for everybody who looks, so nothing is intended from it; it counts from the event
 * GateTookEffect on, never by the clock alone; whichever of GateTookEffect and GateTakenBack is recorded first decides. A hold outlives the
 * process: it ends at its recorded time, or at the next start.
 */
import type { EffectWorker } from "../../act/effects/effect-worker.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../kernel/clock.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, oneOf, text, textOrNull } from "../../log/rows.ts";
import { type GateBook, gateKinds } from "./gate-book.ts";

/** A clock that was set back does not hold an answer for longer than this. */
export const longestHoldMs = 10_000;
const tryAgainAfterMs = 1_000;

export interface HeldAnswersDeps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly gates: GateBook;
  readonly worker: EffectWorker;
}

export class HeldAnswers {
  readonly #deps: HeldAnswersDeps;
  readonly #timers = new Map<string, () => void>();
  #stopped = true;

  constructor(deps: HeldAnswersDeps) {
    this.#deps = deps;
    deps.log.onLost(() => this.#resume());
  }

  start(): void {
    this.#stopped = false;
    this.#resume();
  }

  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #resume(): void {
    if (this.#stopped) return;
    const rows = this.#deps.log.sql.all("SELECT id, held_until FROM gates WHERE held_until IS NOT NULL");
    for (const row of rows) this.schedule(text(row, "id"), integer(row, "held_until"));
  }

  schedule(gateId: string, until: number): void {
    const delayMs = Math.min(Math.max(until - this.#deps.clock.now(), 0), longestHoldMs);
    this.#timers.get(gateId)?.();
    this.#timers.set(
      gateId,
      this.#deps.clock.after(delayMs, () => this.#release(gateId)),
    );
  }

  /** The hold is over: the answer counts, and who waits for it goes on. */
  #release(gateId: string): void {
    this.#timers.delete(gateId);
    if (this.#stopped) return;
    const { log, clock, engine, gates, worker } = this.#deps;
    const row = log.sql.get("SELECT kind, effect FROM gates WHERE id = ? AND held_until IS NOT NULL", gateId);
    if (!row) return;
    const effect = oneOf(row, "kind", gateKinds) === "unknown" ? textOrNull(row, "effect") : null;
    const again = (): void => this.schedule(gateId, clock.now() + tryAgainAfterMs);
    try {
      const { durable } = log.write((transaction) => {
        gates.append(transaction, gateId, "GateTookEffect", {}, "system");
        engine.ready(transaction, { kind: "gate", key: gateId });
      });
      durable.then(() => {
        if (effect !== null) worker.take(effect);
      }, again);
    } catch {
      // The log refused, for a full disk or another owner.
      again();
    }
  }

  /** Takes an answer back. @throws unknown_gate, answer_counts, not_your_answer */
  async takeBack(gateId: string, by: string): Promise<void> {
    const { log, gates } = this.#deps;
    const held = gates.held(gateId);
    if (!held) throw gates.byId(gateId) ? tooLate() : unknownGate(gateId);
    if (held.by !== by) {
      throw new PraxisError("not_your_answer", `${held.by} gave this answer`, {
        next: "Only who gave an answer can take it back; nothing was changed.",
      });
    }
    const { durable } = log.write((transaction) =>
      gates.append(transaction, gateId, "GateTakenBack", { by }, `person:${by}`),
    );
    this.#timers.get(gateId)?.();
    this.#timers.delete(gateId);
    await durable;
  }
}

function tooLate(): PraxisError {
  return new PraxisError("answer_counts", "there is no answer here that could still be taken back", {
    next: "Nothing was changed. If it was sent, look at what followed from it in its run.",
  });
}

function unknownGate(gateId: string): PraxisError {
  return new PraxisError("unknown_gate", `there is no gate ${gateId}`, { next: "`praxis gates` lists the open ones." });
}
