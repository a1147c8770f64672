/**
 * The id that a delivery is deduplicated by: the sender's own where there is one, otherwise a digest of what was signed.
 *
 * Invariants: an id is 1 to 256 printable ASCII characters; a digest begins with `sha256:`.
 */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { isObject, parseJson } from "../../kernel/json.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { type HeaderLookup, type Reading, readHeader } from "./webhook-request.ts";

const printable = /^[\x20-\x7e]{1,256}$/;

export function isDeliveryId(text: string): boolean {
  return printable.test(text);
}

export function refuseId(header: string, rule: string): Refusal {
  return refuse("bad_id", `the id in ${header} is not ${rule}`);
}

/** The id in a header that its scheme does not sign; null if there is none. */
export function readUnsignedId(headers: HeaderLookup, name: string): Reading<string | null> {
  const header = readHeader(headers, name);
  if (!header.ok || header.value === null || isDeliveryId(header.value)) return header;
  return refuseId(name, "1 to 256 printable ASCII characters");
}

export function digestId(...parts: readonly (string | Uint8Array)[]): string {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return `sha256:${digest.digest("hex")}`;
}

/** The id in a field of a JSON body; null if the body is something else. Only for bodies that were verified. */
export function idInJson(body: Uint8Array, field: string): string | null {
  if (!isUtf8(body)) return null;
  const parsed = parseJson(new TextDecoder().decode(body));
  const value = parsed.ok && isObject(parsed.value) ? parsed.value[field] : null;
  return typeof value === "string" && isDeliveryId(value) ? value : null;
}
