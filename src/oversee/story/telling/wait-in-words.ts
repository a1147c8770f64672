/** What a run waits for, in words that fit after "waits for". */
import type { Facts } from "./facts.ts";

export interface WaitOn {
  readonly kind: string;
  readonly key: string;
}

export function waitInWords(facts: Facts, on: WaitOn, wait: { readonly what: string; readonly owner: string }): string {
  const { what, owner } = wait;
  switch (on.kind) {
    case "gate": {
      const title = facts.gate(on.key)?.title;
      return `${owner === "approver" ? "a person" : owner} to answer${title === undefined ? "" : ` “${title}”`}`;
    }
    case "effect": {
      const description = facts.intended(on.key)?.description;
      if (description === undefined) return what;
      return owner === "system" ? `“${description}” to be undone` : `a person to say what became of “${description}”`;
    }
    case "event":
      // When it gives up is said beside it, as a time.
      return `${what.replace(/, at most .*$/, "")} from outside`;
    case "run":
      return `${what} to end`;
    default:
      return what;
  }
}
