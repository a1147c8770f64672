/** Why something was not let in, and what to do about it, by the code of the refusal. Pure. */
import type { Quarantined, QuarantinedDetail } from "../../api/types.ts";
import { sentence } from "../../text/sentences.ts";
import type { StatusWords } from "../../text/status-words.ts";

export interface RefusalWords {
  readonly short: string;
  readonly next: string;
}

const unproven = new Set([
  "missing_header",
  "header_too_long",
  "bad_id",
  "bad_timestamp",
  "stale",
  "no_usable_secret",
  "bad_signature",
]);

const signature =
  "Check with the sender. If it is theirs, have it sent again with the right signature; only an admin may let it in here, and only with content that was checked.";

const words: Readonly<Record<string, RefusalWords>> = {
  missing_header: { short: "Signature is missing", next: signature },
  header_too_long: { short: "Signature is too long", next: signature },
  bad_id: { short: "Its id cannot be read", next: signature },
  bad_timestamp: { short: "Its time cannot be read", next: signature },
  stale: { short: "It came too late", next: `The clocks may differ, or somebody sent an old one again. ${signature}` },
  no_usable_secret: {
    short: "No secret is set",
    next: "Set the source’s secret in the environment and start Praxis again. The sender will most likely send it again by itself.",
  },
  bad_signature: { short: "Signature does not fit", next: signature },
  too_large: { short: "It is too large", next: "Only its beginning was kept. Enter what matters, and let that in." },
  empty: {
    short: "It is empty",
    next: "Nothing was written into it. If a mail was meant, have it sent again; then dismiss this.",
  },
  bad_json: { short: "It is no JSON", next: "Correct it below, and let it in. If it happens often, tell the sender." },
  bad_body: {
    short: "A field does not fit",
    next: "Correct the fields below, and let it in. If it happens often, tell the sender.",
  },
  bad_row: {
    short: "A field of the row does not fit",
    next: "Correct the row below and let it in, or correct the file and upload it again: rows that were taken are not taken twice.",
  },
  unreadable: {
    short: "The mail cannot be read",
    next: "Save the whole of it and look. Write down what it says and let that in, or dismiss it.",
  },
  too_slow: {
    short: "The mail took too long to read",
    next: "It may be built to cause trouble. Look at its beginning; let it in to have it read with more patience, or dismiss it.",
  },
  too_complex: {
    short: "The mail has too many parts",
    next: "It may be built to cause trouble. Look at its beginning. Write down what it says and let that in, or dismiss it.",
  },
  id_reused: {
    short: "Its id came before, with other content",
    next: "Compare it with what came before. If it is something new, let it in: it gets an id of its own.",
  },
};

const other: RefusalWords = {
  short: "It could not be read",
  next: "Look at its beginning below. Write down what it says and let that in, or dismiss it.",
};

export const refusalWords = (code: string): RefusalWords => words[code] ?? other;

/** Whether what came is to be corrected before anything else, for as it is it would be refused again. */
export const needsCorrection = (code: string): boolean =>
  ["bad_body", "bad_json", "bad_row", "unreadable", "too_complex"].includes(code);

export const kindText: Readonly<Record<Quarantined["kind"], string>> = {
  webhook: "Webhook",
  mail: "Mail",
  row: "Row of a file",
  form: "Form",
};

export const statusText: Readonly<Record<Quarantined["status"], StatusWords>> = {
  held: { text: "Held", tone: "person" },
  released: { text: "Let in", tone: "done" },
  dismissed: { text: "Dismissed", tone: "past" },
};

/** In place of its state: that it was let in or dismissed says nothing any more. */
export const erasedText: StatusWords = { text: "Erased", tone: "past" };

export function sizeText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} bytes`;
  if (bytes < 1_048_576) return `${(bytes / 1_024).toFixed(1)} KiB`;
  return `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/** Whether its content proves nothing about who sent it. */
export function isUnproven({ kind, code }: Pick<QuarantinedDetail, "kind" | "code">): boolean {
  return kind === "webhook" && unproven.has(code);
}

/** A message that begins with a field's name keeps it as it is written. */
export function reasonText(message: string): string {
  return /^[\w.]+: /.test(message) ? message : sentence(message);
}
