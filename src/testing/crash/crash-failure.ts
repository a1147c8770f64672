/** What a crash test found: where the power was cut, what differed, the story, the next step, and how to see this one case alone. */
import type { Difference } from "./outcome.ts";

export interface CrashFailureDetail {
  /** "right after event 14 of 31 (payments.refund: attempt 1)"; null for the undisturbed play. */
  readonly where: string | null;
  readonly found: string;
  readonly differences: readonly Difference[];
  /** What the two performances that were compared are called. */
  readonly compared: readonly [string, string];
  readonly story: readonly string[];
  readonly next: string;
  readonly alone: string | null;
}

export class CrashTestFailure extends Error {
  readonly detail: CrashFailureDetail;

  constructor(detail: CrashFailureDetail) {
    const { where, found, differences, compared, story, next, alone } = detail;
    const [one, other] = compared.map((name) => `${name}:`.padEnd(20));
    const lines = differences.map(
      ({ what, undisturbed, disturbed }) => `  ${what}\n    ${one}${undisturbed}\n    ${other}${disturbed}`,
    );
    const parts = [
      where === null ? found : `with the power cut ${where}, ${found}`,
      ...(lines.length > 0 ? [lines.join("\n")] : []),
      ...(story.length > 0 ? [`the story:\n${story.join("\n")}`] : []),
      `next: ${next}${alone === null ? "" : `\nto see this one alone: ${alone}`}`,
    ];
    super(parts.join("\n\n"));
    this.name = "CrashTestFailure";
    this.detail = detail;
  }
}

/** What to look at first, by the kind of difference. */
export function adviceFor(differences: readonly Difference[]): string {
  const deed = differences.find(({ about }) => about === "deed" || about === "state");
  if (differences.some(({ disturbed }) => disturbed.includes("not_deterministic"))) {
    return "The process took another way when it was replayed. It may read nothing but its input and what `run` gives: no variables outside of it, clocks, randomness or order of unsorted data.";
  }
  if (deed && Number.parseInt(deed.disturbed, 10) > Number.parseInt(deed.undisturbed, 10)) {
    return "It was done more than once. See that `intent` reads nothing but the wish, so that it is the same after a restart; that `perform` leaves the idempotency key as it is; and that the tier is what the provider can do (T1 needs keys).";
  }
  if (deed) {
    return "It was not done, or otherwise. See that the process does not skip it on a condition that changes with a restart.";
  }
  return "Something outlives the power cut, or does not, that should not make a difference. See what the process, its contracts and the fakes keep outside of the run.";
}
