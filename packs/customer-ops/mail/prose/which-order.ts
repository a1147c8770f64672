/** The answer to "which order do you mean": a number among those that were asked about, and nothing else that matters. */
import type { Customer } from "../../rules/shop-view.ts";
import { ordersNamedIn } from "../read/orders-named.ts";
import { asksForNothing } from "./pleasantries.ts";
import { readSentence } from "./sentence-rules.ts";
import { sentencesOf } from "./sentences.ts";

/** @returns the order; null where the answer says anything else, for then a person reads it. */
export function orderAnswered(text: string, candidates: readonly string[], customer: Customer): string | null {
  const split = sentencesOf(text, customer);
  if (!split.clear) return null;
  const named = ordersNamedIn(split.value.join(" "));
  const [only, ...others] = named;
  if (only === undefined || others.length > 0 || !candidates.includes(only)) return null;
  const isPlain = split.value.every((sentence) => asksForNothing(sentence) || readSentence(sentence).says === "order");
  return isPlain ? only : null;
}
