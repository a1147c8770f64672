/** Amounts and lists as they are written in a language; made by hand, so that the same letter is the same text on every machine. */
import type { LetterLanguage } from "./words/words.ts";

const marks: Readonly<Record<LetterLanguage, readonly [thousands: string, decimal: string]>> = {
  en: [",", "."],
  de: [".", ","],
  fr: [" ", ","],
  es: [".", ","],
  it: [".", ","],
};

/** 123450, "USD", "de" -> "1.234,50 USD" */
export function formatAmount(cents: number, currency: string, language: LetterLanguage): string {
  const [thousands, decimal] = marks[language];
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(?:\d{3})+$)/g, thousands);
  const rest = String(Math.abs(cents) % 100).padStart(2, "0");
  return `${cents < 0 ? "-" : ""}${whole}${decimal}${rest} ${currency}`;
}

/** "a", "a and b", "a, b and c"; what is there more than once is counted: "2 x a". */
export function listOf(names: readonly string[], and: string): string {
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, each]) =>
    each.length === 1 ? name : `${each.length} x ${name}`,
  );
  const last = counted.at(-1);
  return counted.length < 2 ? (last ?? "") : `${counted.slice(0, -1).join(", ")} ${and} ${last}`;
}
