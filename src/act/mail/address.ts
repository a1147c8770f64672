/**
 * Mail addresses: `ada@example.com` or `Ada Lovelace <ada@example.com>`, one each.
 *
 * Invariant: what passes holds no line break, no second address and no angle bracket of its own, so it can be put into an envelope and a header.
 */

export interface Address {
  readonly name: string;
  readonly address: string;
}

/** Stricter than RFC 5322 allows (no quoted local parts, no comments, no address literals): what real people have, and nothing that surprises. */
const plain = /^[^\s\p{C}<>()[\],;:\\"@]{1,64}@[^\s\p{C}<>()[\],;:\\"@]{1,255}$/u;
const named = /^(?<name>[^\p{C}<>]*?)\s*<(?<address>[^<>]*)>$/u;
const edges = /^\.|\.$|\.\./;

export function parseAddress(text: string): Address | null {
  const match = named.exec(text.trim());
  const address = match?.groups?.address ?? text.trim();
  if (!plain.test(address) || address.split("@").some((part) => edges.test(part))) return null;
  const name = (match?.groups?.name ?? "").replace(/^"(.*)"$/, "$1").trim();
  return { name, address };
}

export function isAddress(text: string): boolean {
  return parseAddress(text) !== null;
}

/** The part after the `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}
