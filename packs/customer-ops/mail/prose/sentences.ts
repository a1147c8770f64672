/**
 * Cuts a letter into sentences, in plain signs.
 *
 * Boundary: characters and greetings; knows nothing of wishes.
 * Invariants:
 * 1. Every word is in exactly one sentence, but for a greeting line at the top and a farewell with the writer's own name at the end.
 * 2. Signs outside plain text, save a few friendly faces and typographic variants, make the letter unreadable: it is for a person.
 */
import { clear, type Reading, unclear } from "../../rules/reading.ts";
import type { Customer } from "../../rules/shop-view.ts";
import type { Tongue } from "./tongues/tongue.ts";

/** Letters of customers are short; one far beyond is for a person. */
export const longestLetter = 4_000;

const plain = /^[\x20-\x7e\n\u00c0-\u017f£€°º«»]*$/;
const faces = /(?:😊|🙂|😀|😃|😄|🙏|👍|❤|😅|☺|🙈|😢|😭|🎁|🌿|🎉|💛|💚|✨|\ufe0f)/gu;

/** How letters begin and end in one language. */
export type Frame = Pick<Tongue, "greeting" | "farewell">;

export function sentencesOf(letter: string, writer: Customer, frame: Frame): Reading<string[]> {
  if (letter.length > longestLetter) return unclear(`The letter is longer than ${longestLetter} characters.`);
  const text = plainText(letter);
  if (!plain.test(text)) return unclear("The letter holds signs that the rules do not read.");
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  const body = withoutFarewell(withoutGreeting(lines, frame), writer, frame);
  return clear(
    body
      .join("\n")
      .split(/\n{2,}/)
      .flatMap(cut),
  );
}

function plainText(letter: string): string {
  return letter
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", " ")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/[\u2013\u2014]/g, "-")
    .replaceAll("\u2026", "...")
    .replace(/[\u00a0\u202f]/g, " ")
    .replace(/[¡¿]/g, "")
    .replace(faces, "");
}

function withoutGreeting(lines: readonly string[], frame: Frame): string[] {
  const greeting = new RegExp(`^(?:${frame.greeting})[,!.:]?$`, "i");
  /** The same, with the letter going on in its line. */
  const greetingStart = new RegExp(`^(?:${frame.greeting})[,!.:] `, "i");
  const first = lines.findIndex((line) => line !== "");
  if (first < 0) return [];
  const line = lines[first] ?? "";
  const rest = lines.slice(first + 1);
  return greeting.test(line) ? ["", ...rest] : [line.replace(greetingStart, ""), ...rest];
}

/** A farewell, and below it nothing but the writer's name. Anything else that stands there is a sentence like any other. */
function withoutFarewell(lines: readonly string[], { firstName, lastName }: Customer, frame: Frame): string[] {
  const farewell = new RegExp(`^(?:${frame.farewell})[,.!]?$`, "i");
  const names = new Set(
    [firstName, lastName, `${firstName} ${lastName}`, `${firstName} ${lastName.charAt(0)}.`].map((name) =>
      name.toLowerCase(),
    ),
  );
  const kept = [...lines];
  const last = (): string => kept.at(-1) ?? "";
  while (kept.length > 0 && last() === "") kept.pop();
  if (names.has(last().toLowerCase().replace(/^- ?/, "").replace(/,$/, ""))) kept.pop();
  while (kept.length > 0 && (last() === "" || farewell.test(last()))) kept.pop();
  return kept;
}

/** Ends of sentences stay with them: a question is told from a statement by its mark. A stop after "no" or within a number ends nothing. */
function cut(paragraph: string): string[] {
  return paragraph
    .replaceAll("\n", " ")
    .split(/(?<=[.!?])(?<!\bno\.|\bnr\.|\bst\.|\bapt\.|\bn\.|\bnum\.|\bnúm\.|\bspett\.)\s+(?=\S)/i)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\d]/u.test(sentence));
}
