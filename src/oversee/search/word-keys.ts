/**
 * Words as the index knows them: 48 bits of a keyed hash (HMAC-SHA256 under a key of its own, derived from the log's master key). Whoever has the tables
 * alone cannot tell which word a row stands for; that two rows stand for the same one, they can (docs/adr/0017-a-blind-index.md).
 */
import { createHmac } from "node:crypto";
import type { DerivesKeys } from "../../log/event-log.ts";

/** What is found by a word: a run, or a person. The same word has another key in each. */
export type Scope = "run" | "person";

const bytes = 6;
/** The same few thousand beginnings stand in most letters: a look-up costs a tenth of a hash. */
const cached = 50_000;

export class WordKeys {
  readonly #key: Uint8Array;
  readonly #known = new Map<string, number>();

  private constructor(key: Uint8Array) {
    this.#key = key;
  }

  static readonly #ofLog = new WeakMap<DerivesKeys, WordKeys>();

  static of(log: DerivesKeys): WordKeys {
    const known = WordKeys.#ofLog.get(log) ?? new WordKeys(log.derivedKey("search"));
    WordKeys.#ofLog.set(log, known);
    return known;
  }

  key(scope: Scope, beginning: string): number {
    const name = `${scope} ${beginning}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const key = createHmac("sha256", this.#key).update(name).digest().readUIntBE(0, bytes);
    if (this.#known.size >= cached) this.#known.clear();
    this.#known.set(name, key);
    return key;
  }
}

/** Keys of one document, packed: read only to take its rows away again. */
export function packKeys(keys: readonly number[]): Uint8Array {
  const packed = Buffer.alloc(keys.length * bytes);
  for (const [index, key] of keys.entries()) packed.writeUIntBE(key, index * bytes, bytes);
  return packed;
}

export function unpackKeys(packed: Uint8Array): number[] {
  const buffer = Buffer.from(packed);
  return Array.from({ length: packed.length / bytes }, (_, index) => buffer.readUIntBE(index * bytes, bytes));
}
