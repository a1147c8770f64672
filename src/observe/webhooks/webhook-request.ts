/**
 * What a webhook's sender sent, and its headers one by one.
 *
 * Boundary: pure. The body is the bytes that came over the wire; whoever reads the request hands them over undecoded.
 */
import { type Refusal, refuse } from "./refusal.ts";

/** `Headers` fits. Names are asked for in lower case; the lookup ignores case. */
export interface HeaderLookup {
  get(name: string): string | null | undefined;
}

export interface WebhookRequest {
  readonly headers: HeaderLookup;
  readonly body: Uint8Array;
  /** The receiver's clock, in seconds since 1970. */
  readonly nowSeconds: number;
  /** How far a signed timestamp may be from `nowSeconds`, either way; 300 unless given. */
  readonly toleranceSeconds?: number;
}

export type Reading<T> = { readonly ok: true; readonly value: T } | Refusal;

/** Over 40 signatures of Standard Webhooks fit; it bounds the work that a stranger can ask for. */
const longestHeader = 4096;
/** Up to the year 33658; nothing that a double cannot hold exactly. */
const timestampDigits = /^[0-9]{1,12}$/;

/** An empty header counts as absent. */
export function readHeader(headers: HeaderLookup, name: string): Reading<string | null> {
  const value = headers.get(name) ?? "";
  if (value.length <= longestHeader) return { ok: true, value: value === "" ? null : value };
  return refuse("header_too_long", `the header ${name} has over ${longestHeader} characters`);
}

export function requireHeader(headers: HeaderLookup, name: string): Reading<string> {
  const header = readHeader(headers, name);
  if (!header.ok) return header;
  if (header.value !== null) return { ok: true, value: header.value };
  return refuse("missing_header", `the header ${name} is missing`);
}

/** Whole seconds since 1970 in plain digits: signs, fractions, blanks and other scripts' digits are refused. */
export function parseTimestamp(text: string, header: string): Reading<number> {
  if (timestampDigits.test(text)) return { ok: true, value: Number(text) };
  return refuse("bad_timestamp", `the timestamp in ${header} is not a whole number of seconds since 1970`);
}
