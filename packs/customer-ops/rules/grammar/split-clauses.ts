/**
 * Cuts a ticket's text into clauses.
 *
 * Boundary: characters only; knows no vocabulary but the words with which a clause may begin.
 * Invariants:
 * 1. Every character other than white space and clause ends is in exactly one clause: nothing is dropped.
 * 2. Text inside braces is never cut or changed; outside, a run of white space counts as one space.
 * 3. One pass and a cap on the length: time is linear, whatever the text.
 */
import { clear, type Reading, unclear } from "../reading.ts";

/** The longest of 520 known tickets has 1,421 characters; a text far beyond that is for a person. */
export const maxTextLength = 6000;

/** After a semicolon these begin a new clause; anything else continues a list. */
const clauseStart = /^(?:Return|For|Cancel|Change|Please|Your|You|My|I) /;

/** Visible ASCII and plain white space: look-alike letters, invisible marks and other scripts are for a person. */
const plainText = /^[\x20-\x7e\n\r\t]*$/;

export function splitClauses(text: string): Reading<string[]> {
  if (text.length > maxTextLength) return unclear(`The text is longer than ${maxTextLength} characters.`);
  if (!plainText.test(text)) return unclear("The text holds characters other than plain English letters and signs.");
  const bracesProblem = checkBraces(text);
  if (bracesProblem !== null) return unclear(bracesProblem);
  const clauses: string[] = [];
  let current = "";
  for (const piece of pieces(text)) {
    const ended = piece.end === "." || (piece.end === ";" && (piece.rest === "" || clauseStart.test(piece.rest)));
    current += piece.text;
    if (!ended) {
      current += piece.end;
      continue;
    }
    if (current.trim() === "") return unclear("A clause is empty.");
    clauses.push(current.trim());
    current = "";
  }
  if (current.trim() !== "") return unclear(lastWords(current.trim()));
  return clear(clauses);
}

/** Why what stands after the last full stop is no clause. */
function lastWords(rest: string): string {
  if (rest.endsWith("?")) return "A question is for a person.";
  return rest.endsWith("!") ? "An exclamation is for a person." : "The text breaks off without the end of a sentence.";
}

/** Splits a list at `; `, leaving what is inside braces alone. */
export function splitList(list: string): string[] {
  const entries: string[] = [];
  let current = "";
  for (const piece of pieces(list)) {
    current += piece.text;
    if (piece.end === ";") {
      entries.push(current.trim());
      current = "";
    } else current += piece.end;
  }
  return [...entries, current.trim()];
}

type Piece = { text: string; end: "." | ";" | ""; rest: string };

/** Pieces up to each full stop or semicolon outside braces; `rest` is how the text goes on, enough to know a clause start. */
function* pieces(text: string): Generator<Piece> {
  let piece = "";
  let inBraces = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === "{") inBraces = true;
    if (sign === "}") inBraces = false;
    const next = text.charAt(at + 1);
    const stop = sign === "." && (next === "" || isSpace(next));
    if (!inBraces && (sign === ";" || stop)) {
      yield { text: piece, end: stop ? "." : ";", rest: upcoming(text, at + 1) };
      piece = "";
    } else if (inBraces || !isSpace(sign)) piece += sign;
    else if (!piece.endsWith(" ")) piece += " ";
  }
  yield { text: piece, end: "", rest: "" };
}

function upcoming(text: string, from: number): string {
  let at = from;
  while (at < text.length && isSpace(text.charAt(at))) at++;
  return text.slice(at, at + 12);
}

function isSpace(sign: string): boolean {
  return sign === " " || sign === "\n" || sign === "\r" || sign === "\t";
}

function checkBraces(text: string): string | null {
  let open = false;
  for (const sign of text) {
    if (sign === "{" && open) return "A brace opens inside braces.";
    if (sign === "}" && !open) return "A brace closes that was never opened.";
    if (sign === "{") open = true;
    if (sign === "}") open = false;
  }
  return open ? "A brace is never closed." : null;
}
