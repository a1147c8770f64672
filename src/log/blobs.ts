/**
 * Bytes beside the events: raw mails, attachments. Each lies sealed in the table `blobs`, and an event's envelope holds the digest of its
 * ciphertext (K9), so that `praxis verify` finds any change without a key, and erasing a key erases what it sealed (K10).
 *
 * Invariant: the id is a keyed hash of the content and of the key that seals it. So the same bytes of one subject are kept once, nobody can
 * guess an id from a content, and what is put after an erasure is another blob.
 */
import { createHmac, hash } from "node:crypto";
import { PraxisError } from "../kernel/errors.ts";
import type { BlobRef } from "../kernel/event.ts";
import { type BlobRead, largestBlobBytes, type Row, type Sql } from "./event-log.ts";
import { type Keyring, sealedBesideBytes } from "./keyring.ts";
import { bytes, integer, text } from "./rows.ts";

export class Blobs {
  readonly #sql: Sql;
  readonly #keyring: Keyring;
  readonly #idKey: Uint8Array;

  constructor(sql: Sql, keyring: Keyring) {
    this.#sql = sql;
    this.#keyring = keyring;
    this.#idKey = keyring.derive("blob");
  }

  /** In the transaction that is open. @param wrote told how many bytes went into the database. @throws blob_too_large */
  put(content: Uint8Array, subject: string, wrote: (bytes: number) => void): BlobRef {
    if (content.length > largestBlobBytes) throw tooLarge(content.length);
    const key = this.#keyring.keyFor(this.#keyring.pseudonym(subject));
    const id = createHmac("sha256", this.#idKey).update(`${key.id}\n`).update(content).digest("hex").slice(0, 32);
    const known = this.#sql.get("SELECT bytes, digest FROM blobs WHERE id = ?", id);
    if (known) return { blob: id, bytes: integer(known, "bytes"), digest: text(known, "digest") };
    const sealed = this.#keyring.seal(key, content, aboutOf(id));
    const digest = digestOfSealed(sealed);
    this.#sql.run("INSERT INTO blobs VALUES (?, ?, ?, ?, ?)", id, key.id, content.length, digest, sealed);
    wrote(sealed.length);
    return { blob: id, bytes: content.length, digest };
  }

  read(id: string): BlobRead | undefined {
    const row = this.#sql.get("SELECT key, sealed FROM blobs WHERE id = ?", id);
    if (!row) return undefined;
    const opened = this.#keyring.openBytes(integer(row, "key"), bytes(row, "sealed"), aboutOf(id));
    return opened === null ? { status: "erased" } : { status: "kept", bytes: opened };
  }
}

/** Binds the bytes to their id, so that they cannot be put in the place of others. */
function aboutOf(id: string): string {
  return `blob/${id}`;
}

export function digestOfSealed(sealed: Uint8Array): string {
  return hash("sha256", sealed, "hex");
}

/** What is wrong with the blobs, by what the events vouch for. @param vouched digest by id. */
export function brokenBlobs(sql: Sql, vouched: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  const hasTable = sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'blobs'") !== undefined;
  const ids = hasTable ? sql.all("SELECT id FROM blobs").map((row) => text(row, "id")) : [];
  const kept = new Set(ids);
  for (const id of vouched.keys()) if (!kept.has(id)) problems.push(`blob ${id} is missing`);
  // One at a time: together they may be larger than memory.
  for (const id of ids) {
    const row = sql.get("SELECT sealed, bytes, digest FROM blobs WHERE id = ?", id);
    const digest = vouched.get(id);
    if (digest === undefined) problems.push(`blob ${id} belongs to no event`);
    else if (!row || !isWhole(row, digest)) problems.push(`blob ${id} was changed`);
  }
  return problems;
}

function isWhole(row: Row, vouched: string): boolean {
  const sealed = bytes(row, "sealed");
  return (
    digestOfSealed(sealed) === vouched &&
    text(row, "digest") === vouched &&
    integer(row, "bytes") === sealed.length - sealedBesideBytes
  );
}

function tooLarge(size: number): PraxisError {
  return new PraxisError(
    "blob_too_large",
    `${size} bytes are more than the ${largestBlobBytes} that are kept in one piece`,
    {
      next: "Nothing was written. Keep a part of it, or the whole in several pieces.",
    },
  );
}
