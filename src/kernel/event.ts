/**
 * Events and their envelope (K10). The envelope is readable for ever; `data` is sealed with the key of `subject` where one is
 * named, and reads `erased` once that key is gone. The envelope's `outline` is what the tables need of the data: it stays, so that an erased thing keeps
 * its place in lists, and what was taken once is known for ever.
 */
import type { Json, JsonObject } from "./json.ts";

/** Who is behind an event, why it happened, and which story it belongs to. */
export interface Cause {
  /** Who acts: `system`, `source:<name>`, `person:<name>`, `process:<name>`. */
  readonly principal: string;
  /** Position of the event that led to this one. */
  readonly causation?: number;
  /** Shared by all that follows from one first event. */
  readonly correlation?: string;
  /** Whom the data is about, in words; recorded only as a keyed pseudonym. The data is sealed with this subject's key. */
  readonly subject?: string;
  /** The same as `subject`, by the pseudonym that an earlier event carries. */
  readonly pseudonym?: string;
  /** Key of the event that this one goes on from. Where that was erased, this reads `erased` from the start: nothing is learned of a person afterwards. */
  readonly keyId?: number;
}

/** Bytes that are kept beside the events, and the digest that an event vouches for them with. */
export interface BlobRef {
  /** Its id: by this it is read. */
  readonly blob: string;
  readonly bytes: number;
  /** SHA-256 of the bytes as they are stored, which is ciphertext; hex. */
  readonly digest: string;
}

export interface NewEvent {
  readonly type: string;
  readonly data: Json;
  /** What tables need of the data, in the clear and for ever: pseudonyms, keyed hashes, words of the code. Never what a person said or is called. */
  readonly outline?: JsonObject;
  /** What was put in the same transaction, and belongs to this event. Their digests go into the envelope, and so into the chain (K9). */
  readonly blobs?: readonly BlobRef[];
  /** Version of the schema of `data`; 1 where it never changed. */
  readonly schema?: number;
}

export interface RecordedEvent {
  readonly position: number;
  readonly stream: string;
  /** 1, 2, 3 ... without gaps in its stream (K2). */
  readonly number: number;
  readonly type: string;
  readonly schema: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly tenant: string;
  readonly principal: string;
  readonly causation?: number;
  readonly correlation?: string;
  /** Pseudonyms. */
  readonly subjects: readonly string[];
  readonly keyId: number;
  readonly data: Json;
  /** True where the key is gone; `data` is then null. */
  readonly erased: boolean;
  readonly outline?: Json;
}

/**
 * What a table is made of: the outline, which is the same before and after an erasure. Of an event that has none it is the data, and null
 * once that is erased.
 */
export function outlineOf(event: Pick<RecordedEvent, "outline" | "data">): Json {
  return event.outline ?? event.data;
}

/** The cause of an event that goes on with the story of an earlier one: the same correlation, sealed with the same key. */
export function followUp(earlier: RecordedEvent, principal: string): Cause {
  const [pseudonym] = earlier.subjects;
  return {
    principal,
    causation: earlier.position,
    ...(earlier.correlation === undefined ? {} : { correlation: earlier.correlation }),
    ...(pseudonym === undefined ? {} : { pseudonym, keyId: earlier.keyId }),
  };
}

/** Turns the data of one old schema version into the next one. */
export interface Upcaster {
  readonly type: string;
  readonly from: number;
  readonly upcast: (data: Json) => Json;
}

export function upcast(upcasters: readonly Upcaster[], type: string, schema: number, data: Json): [Json, number] {
  let current = data;
  let version = schema;
  for (;;) {
    const step = upcasters.find((candidate) => candidate.type === type && candidate.from === version);
    if (!step) return [current, version];
    current = step.upcast(current);
    version += 1;
  }
}
