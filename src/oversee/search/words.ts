/**
 * What a text says, as words that a search compares: without case and accents, letters apart from the digits behind them ("W8193638" is found by its
 * digits, with or without the W). Pure.
 *
 * A word is indexed by its beginnings. Of prose a few lengths are enough: whoever types a length between finds what begins like it. Names and numbers are
 * indexed at each length, for there a near miss is a wrong answer.
 */
import { stopWords } from "./stop-words.ts";

const shortest = 3;
/** What is longer is compared by so many letters. */
const longest = 12;
const proseLengths = [3, 4, 6, 9, 12];

/** Marks that NFKD leaves on their letters. */
const unmarked: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };

/** Each once, in their order; what is shorter than three letters says too little. */
export function wordsOf(text: string): string[] {
  const parts = partsOf(text).filter((part) => part.length >= shortest);
  return [...new Set(parts.map((part) => part.slice(0, longest)))];
}

/** Whether a number in it is too short to be indexed: what it means is not found by its other words ("order #2"). */
export function hasShortNumber(text: string): boolean {
  return partsOf(text).some((part) => part.length < shortest && /\p{N}/u.test(part));
}

function partsOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[ßæœøłđı]/g, (letter) => unmarked[letter] ?? letter);
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((part) => {
    const [, letters, digits] = /^(\p{L}+)(\p{N}+)$/u.exec(part) ?? [];
    return letters === undefined || digits === undefined ? [part] : [letters, digits];
  });
}

/** Words of prose that somebody may look for: numbers have a place of their own, and the commonest words tell nothing apart. */
export function proseWords(text: string, most: number): string[] {
  return wordsOf(text)
    .filter((word) => !/\p{N}/u.test(word) && !stopWords.has(word))
    .slice(0, most);
}

export function allBeginnings(word: string): string[] {
  return Array.from({ length: word.length - shortest + 1 }, (_, index) => word.slice(0, shortest + index));
}

export function proseBeginnings(word: string): string[] {
  return proseLengths.filter((length) => length <= word.length).map((length) => word.slice(0, length));
}

/** The beginning under which prose is found that begins with this word. */
export function soughtInProse(word: string): string {
  return /\p{N}/u.test(word) ? word : (proseBeginnings(word).at(-1) ?? word);
}
