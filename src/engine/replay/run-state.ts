/**
 * What a run's code has come to, as a hash: what it was told, in order, and all that it asks and shows in return. Two runs of code that differ in none of it cannot
 * be told apart by the engine.
 *
 * Invariant: made of nothing but the record and what code does with it, so a newer Praxis that replays an older one's log finds the same hash; what goes in here
 * changes only with a new recording of the histories in faults/histories.
 */
import { messageOf } from "../../kernel/errors.ts";
import { canonical, digestText, type Json, toJson } from "../../kernel/json.ts";
import { type Ended, endValue, type LiveRun } from "../live-run.ts";
import { ContinueAs } from "../process-version.ts";
import type { OutcomeDelivered } from "../run-events.ts";

export class RunState {
  /** A chain, so that the state after each of 100,000 steps costs one step. */
  #told = "";

  tell({ seq, ok, value }: Pick<OutcomeDelivered, "seq" | "ok" | "value">): void {
    this.#told = digestText(canonical([this.#told, seq, ok, value]));
  }

  /** @param run once it is quiet. @returns the first 128 bits of a SHA-256; hex */
  hash(run: LiveRun): string {
    const pending = run.pending.map(({ seq, kind, name, args, issuedAt }): Json => [seq, kind, name, args, issuedAt]);
    const { asked, now, drawn, cancelDelivered, notUndone: left } = run;
    const state = { told: this.#told, asked, pending, now, drawn, cancelDelivered, left, ended: endedAs(run.ended) };
    return digestText(canonical(toJson(state)));
  }
}

function endedAs(ended: Ended | null): Json {
  if (!ended) return null;
  // Without its stack: that names lines, which move while the code does the same.
  if (!ended.ok) return { threw: messageOf(ended.error) };
  return ended.value instanceof ContinueAs ? { continuesAs: ended.value.input } : { value: endValue(ended.value) };
}
