/** An error as people read it: what it was, that nothing was lost, what to do. */
import { sentence } from "../text/sentences.ts";
import { RequestFailed } from "./client.ts";

export interface Failure {
  readonly what: string;
  readonly kept: string;
  readonly next: string;
  readonly code: string;
  /** Whether a change may have happened all the same. */
  readonly isUnsure: boolean;
}

/** @param changed whether something was to be changed, and not only read */
export function explainFailure(thrown: unknown, changed = false): Failure {
  const kept = changed ? "Nothing was changed, and nothing is lost." : "Nothing is lost.";
  if (thrown instanceof RequestFailed) {
    const unsure = changed && (thrown.status === 0 || thrown.status >= 502);
    return {
      what: sentence(thrown.message),
      kept: unsure ? "Whether it arrived is not certain." : kept,
      next: unsure ? "Do it again once Praxis is back: the same twice does no harm." : sentence(thrown.next),
      code: thrown.code,
      isUnsure: unsure,
    };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    what: `The console came upon something it did not expect: ${message}`,
    kept,
    next: "Load the page again. If it comes back, tell whoever runs Praxis.",
    code: "console",
    isUnsure: false,
  };
}
