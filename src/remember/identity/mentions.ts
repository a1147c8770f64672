/**
 * Whether a text names a person by one of their handles: for what could not be attributed to anybody when it came. Pure.
 *
 * Boundary: handles alone. A person's name is not a handle, and two people may share one; what a text says of somebody without a handle, only a reader finds.
 * Invariant: a handle is found as a whole only: "mia@example.com" is not in "anna.mia@example.com", nor "W1" in "W12".
 */
import type { Handle } from "../../engine/subjects/subjects.ts";

/** Shorter ones, such as an order's number 7, are in too many texts that mean something else. */
const shortest = 3;

export interface Mentions {
  isIn(text: string): boolean;
  /** The text without them. */
  without(text: string): string;
}

export function mentionsOf(handles: readonly Handle[]): Mentions {
  const patterns = [...new Set(handles.flatMap((handle) => patternOf(handle) ?? []))];
  if (patterns.length === 0) return { isIn: () => false, without: (text) => text };
  // The longest first, so that what is left of a text has no part of one.
  const all = patterns.sort((one, other) => other.length - one.length).join("|");
  const once = new RegExp(all, "iu");
  const each = new RegExp(all, "giu");
  return {
    isIn: (text) => once.test(text.normalize("NFC")),
    without: (text) => text.normalize("NFC").replace(each, "(erased)"),
  };
}

function patternOf({ kind, value }: Handle): string | null {
  const known = value.normalize("NFC").trim();
  if (known.length < shortest) return null;
  // Digits are set apart as people like it: +49 30 1234, (030) 12-34.
  if (kind === "phone") return `(?<![\\p{N}+])${[...known].map(quoted).join("[\\s().-]*")}(?!\\p{N})`;
  return known.includes("@")
    ? `(?<![\\p{L}\\p{N}_.+-])${quoted(known)}(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])`
    : `(?<![\\p{L}\\p{N}_])${quoted(known)}(?![\\p{L}\\p{N}_])`;
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
}
