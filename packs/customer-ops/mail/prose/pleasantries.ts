/**
 * Sentences that ask for nothing and change nothing: thanks, hopes, and reasons that the shop does not weigh.
 *
 * Invariant: a closed list for each language, matched whole. A sentence with any other word in it is not a pleasantry, so that no condition, doubt
 * or second thought is ever skipped.
 */
import type { Tongue } from "./tongues/tongue.ts";

export interface Pleasantries {
  readonly asksForNothing: (sentence: string) => boolean;
  /** Words of thanks. A letter of nothing else needs no answer. */
  readonly isPraise: (sentence: string) => boolean;
}

export function pleasantriesOf({ pleasantries, praise }: Tongue): Pleasantries {
  const [nothing, thanks] = [pleasantries, praise].map(
    (each) => new RegExp(`^(?:${each.map((words) => `(?:${words})`).join("|")}) ?[.!]*$`, "i"),
  );
  const asksForNothing = (sentence: string): boolean => nothing?.test(sentence) === true;
  return {
    asksForNothing,
    isPraise: (sentence) => thanks?.test(sentence) === true || asksForNothing(sentence),
  };
}
