/**
 * Keys per subject (K10). A subject's key seals its events with AES-256-GCM; the keys themselves lie in the log's database,
 * wrapped with the folder's master key. Erasing a key erases a person, and every hash stays as it was, for hashes cover ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { assert } from "../kernel/errors.ts";
import type { Random } from "../kernel/random.ts";
import type { Sql } from "./event-log.ts";
import { bytes, integer } from "./rows.ts";

const nonceBytes = 12;
const tagBytes = 16;
/** How much longer what is sealed is than what it was. */
export const sealedBesideBytes = nonceBytes + tagBytes;
const cachedKeys = 4096;

export const keyringSchema = `
  CREATE TABLE IF NOT EXISTS subject_keys (
    id INTEGER PRIMARY KEY, pseudonym TEXT NOT NULL, wrapped BLOB, erased_at INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS subject_keys_live ON subject_keys (pseudonym) WHERE erased_at IS NULL;`;

export interface SubjectKey {
  readonly id: number;
  readonly key: Uint8Array;
  /** Where the key of this id is gone: `key` is known to nobody once this is dropped. */
  readonly isErased?: true;
}

export class Keyring {
  readonly #master: Uint8Array;
  readonly #random: Random;
  readonly #sql: Sql;
  readonly #bySubject = new Map<string, SubjectKey>();
  readonly #byId = new Map<number, Uint8Array | null>();
  readonly #pseudonyms = new Map<string, string>();
  readonly #pseudonymKey: Uint8Array;

  constructor(master: Uint8Array, random: Random, sql: Sql) {
    this.#master = master;
    this.#random = random;
    this.#sql = sql;
    this.#pseudonymKey = this.derive("pseudonym");
  }

  derive(purpose: string): Uint8Array {
    return new Uint8Array(hkdfSync("sha256", this.#master, "praxis", purpose, 32));
  }

  /** The subject's name in envelopes and tables: a keyed hash, 128 bits in hex. */
  pseudonym(subject: string): string {
    const known = this.#pseudonyms.get(subject);
    if (known) return known;
    const fresh = createHmac("sha256", this.#pseudonymKey).update(subject).digest("hex").slice(0, 32);
    if (this.#pseudonyms.size >= cachedKeys) this.#pseudonyms.clear();
    this.#pseudonyms.set(subject, fresh);
    return fresh;
  }

  /** The subject's key; made on first use, in the transaction that is open. */
  keyFor(pseudonym: string): SubjectKey {
    const cached = this.#bySubject.get(pseudonym);
    if (cached) return cached;
    const row = this.#sql.get(
      "SELECT id, wrapped FROM subject_keys WHERE pseudonym = ? AND erased_at IS NULL",
      pseudonym,
    );
    const found = row
      ? { id: integer(row, "id"), key: unseal(this.#master, bytes(row, "wrapped"), pseudonym) }
      : this.#create(pseudonym);
    if (this.#bySubject.size >= cachedKeys) this.forget();
    this.#bySubject.set(pseudonym, found);
    this.#byId.set(found.id, found.key);
    return found;
  }

  /** The key for what goes on from something that was sealed with the key of `keyId`; one that is thrown away where that was erased. */
  keyToSeal(pseudonym: string, keyId: number | undefined): SubjectKey {
    return keyId === undefined || keyId === 0 || this.#keyById(keyId) !== null
      ? this.keyFor(pseudonym)
      : { id: keyId, key: this.#random.bytes(32), isErased: true };
  }

  #create(pseudonym: string): SubjectKey {
    const key = this.#random.bytes(32);
    this.#sql.run(
      "INSERT INTO subject_keys (pseudonym, wrapped) VALUES (?, ?)",
      pseudonym,
      seal(this.#master, this.#random.bytes(nonceBytes), Buffer.from(key), pseudonym),
    );
    const row = this.#sql.get("SELECT last_insert_rowid() AS id");
    assert(row, "an inserted key has an id");
    return { id: integer(row, "id"), key };
  }

  seal(key: SubjectKey, plain: string | Uint8Array, about: string): Uint8Array {
    const bytes = typeof plain === "string" ? Buffer.from(plain) : plain;
    return seal(key.key, this.#random.bytes(nonceBytes), bytes, about);
  }

  /** The plain text, or null where the key was erased. */
  open(keyId: number, sealed: Uint8Array, about: string): string | null {
    return this.openBytes(keyId, sealed, about)?.toString("utf8") ?? null;
  }

  /** The plain bytes, or null where the key was erased. */
  openBytes(keyId: number, sealed: Uint8Array, about: string): Buffer | null {
    const key = this.#keyById(keyId);
    return key === null ? null : unseal(key, sealed, about);
  }

  #keyById(id: number): Uint8Array | null {
    const cached = this.#byId.get(id);
    if (cached !== undefined) return cached;
    const row = this.#sql.get("SELECT pseudonym, wrapped FROM subject_keys WHERE id = ? AND erased_at IS NULL", id);
    const key = row ? unseal(this.#master, bytes(row, "wrapped"), String(row.pseudonym)) : null;
    if (this.#byId.size >= cachedKeys) this.forget();
    this.#byId.set(id, key);
    return key;
  }

  /** Destroys the wrapped key and overwrites its place. @returns whether there was one. */
  erase(pseudonym: string, at: number): boolean {
    this.forget();
    return (
      this.#sql.run(
        "UPDATE subject_keys SET wrapped = NULL, erased_at = ? WHERE pseudonym = ? AND erased_at IS NULL",
        at,
        pseudonym,
      ) > 0
    );
  }

  /** Drops what is cached; needed after a rollback, which may have taken a new key back. */
  forget(): void {
    this.#bySubject.clear();
    this.#byId.clear();
  }
}

function seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, about: string): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Uint8Array, sealed: Uint8Array, about: string): Buffer {
  const end = sealed.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
}
