/** The answer to "which order do you mean": a number among those that were asked about, and nothing else that matters. */
import { ordersNamedIn } from "../../rules/order-number.ts";
import type { Customer } from "../../rules/shop-view.ts";
import { readers } from "./readers.ts";
import { sentencesOf } from "./sentences.ts";

/** @returns the order; null where the answer says anything else, for then a person reads it. */
export function orderAnswered(text: string, candidates: readonly string[], customer: Customer): string | null {
  for (const { tongue, asksForNothing, readSentence } of readers) {
    const split = sentencesOf(text, customer, tongue);
    if (!split.clear) return null;
    const [only, ...others] = ordersNamedIn(split.value.join(" "), candidates);
    if (only === undefined || others.length > 0 || !candidates.includes(only)) continue;
    const isPlain = split.value.every(
      (sentence) => asksForNothing(sentence) || readSentence(sentence).says === "order",
    );
    if (isPlain) return only;
  }
  return null;
}
