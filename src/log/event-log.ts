/**
 * The log's port: the append-only record of all events, and the tables that must agree with it.
 *
 * Boundary: knows streams, events, transactions and projections; nothing of runs, effects or gates.
 * Invariants: K1 (`durable` settles only after the disk has it), K2 (an append names the number it expects),
 * K3 (a transaction carries events and their projections), K9 (each event's hash covers its predecessor's), K10 (envelope, sealing).
 *
 * One owner writes. So `write` runs its work at once and synchronously, inside the transaction that is open, and many
 * writes share one fsync (group commit). What the work reads includes all that was written before it.
 * See docs/adr/0002-one-owner-writes.md.
 */
import type { BlobRef, Cause, NewEvent, RecordedEvent } from "../kernel/event.ts";

export type SqlValue = null | number | string | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** Statements over the log's own tables. Statements are prepared once per text. */
export interface Sql {
  /** @returns the number of rows changed. */
  run(statement: string, ...parameters: readonly SqlValue[]): number;
  get(statement: string, ...parameters: readonly SqlValue[]): Row | undefined;
  all(statement: string, ...parameters: readonly SqlValue[]): Row[];
}

export interface Transaction {
  readonly sql: Sql;
  /**
   * @param expected the number of the stream's last event as the caller knows it; 0 for a new stream.
   * @throws stream_conflict when it is not; nothing is written then.
   */
  append(stream: string, expected: number, events: readonly NewEvent[], cause: Cause): RecordedEvent[];
  /** Number of the stream's last event; 0 where there is none. */
  head(stream: string): number;
  /**
   * Keeps bytes beside the events, sealed with the subject's key (`tenant` for what is nobody's). The same bytes of the same subject are kept once. An
   * event of this transaction must name it in its `blobs`, or nothing is written. @throws blob_too_large
   */
  putBlob(bytes: Uint8Array, subject: string): BlobRef;
}

/** Largest blob. */
export const largestBlobBytes = 25 * 1024 * 1024;

export type BlobRead =
  | { readonly status: "kept"; readonly bytes: Uint8Array }
  /** The key that sealed it is gone, and with it what it said (K10). */
  | { readonly status: "erased" };

export interface Written<T> {
  readonly value: T;
  /**
   * Settles once the disk has it. Rejects when it could not be written, and then nothing of the write exists; but after `disk_failed`, which ends the
   * process, nobody knows what the disk holds.
   */
  readonly durable: Promise<void>;
}

/** A table that is computed from events, in the same transaction as each event (K3). Holds no personal data in the clear. */
export interface Projection {
  readonly name: string;
  /** Raise it when `apply` or `tables` change: the tables are then dropped and built again from the log. */
  readonly version: number;
  readonly tables: Readonly<Record<string, string>>;
  /** @param keys for tables that know something by its keyed hash alone */
  readonly apply: (event: RecordedEvent, sql: Sql, keys: DerivesKeys) => void;
  /** Called after the tables were built again: for hints that are in no event. */
  readonly rebuilt?: (sql: Sql) => void;
  /** Columns that say more than the events, by table: `praxis verify` does not compare them. */
  readonly hints?: Readonly<Record<string, readonly string[]>>;
  /** Tables that are others when they are built again after somebody was erased: compared only where nobody was. */
  readonly forgetful?: readonly string[];
}

export interface Head {
  readonly position: number;
  /** SHA-256 of the last event, chained over all before it; hex. */
  readonly hash: string;
}

export interface ArchiveOrder {
  /** The first window that is looked at. */
  readonly from: number;
  /** Only what was recorded before this moment. */
  readonly before: number;
  /** Whether the events of this stream may go. Nothing breaks where more follow: reads and appends are the same, only slower. */
  readonly isOver: (stream: string) => boolean;
  /** Only says what would be done. */
  readonly dryRun: boolean;
}

export interface ArchiveStep {
  /** Where to go on; null where nothing is left to look at. */
  readonly next: number | null;
  readonly events: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

export interface Space {
  readonly fileBytes: number;
  /** Of these, what nothing lies in: it is used again, or cut off. */
  readonly freeBytes: number;
  /** Whether `shrink` can cut it off. */
  readonly canShrink: boolean;
}

export interface DerivesKeys {
  /** A key for a purpose of its own, derived from the log's master key: 32 bytes. */
  derivedKey(purpose: string): Uint8Array;
}

export interface EventLog extends DerivesKeys {
  /** Identity of this log; the same in every copy of its folder. */
  readonly id: string;
  /** Reads that see every write so far, on disk or not. Await `whenDurable` before showing them to anyone. */
  readonly sql: Sql;
  write<T>(work: (transaction: Transaction) => T): Written<T>;
  /** `write` with a single append, without the cost of a savepoint. */
  append(stream: string, expected: number, events: readonly NewEvent[], cause: Cause): Written<RecordedEvent[]>;
  readStream(stream: string, fromNumber?: number): RecordedEvent[];
  readEvent(stream: string, number: number): RecordedEvent | undefined;
  /** @returns undefined where there is no blob of this id. */
  readBlob(id: string): BlobRead | undefined;
  /** Number of the stream's last event; 0 where there is none. */
  lastNumber(stream: string): number;
  /** The events at the next `limit` positions. */
  readAll(fromPosition: number, limit: number): RecordedEvent[];
  head(): Head;
  /** The head as of the last fsync that succeeded. */
  durableHead(): Head;
  whenDurable(): Promise<void>;
  /**
   * Called after each fsync that made events durable, with the position of the last of them, and before their writers are told: so it must be
   * short and must not throw. @returns takes the listener back.
   */
  onDurable(listener: (position: number) => void): () => void;
  /**
   * Names of the streams that got events after one position and up to another one; each once, at most `limit`. Unseals nothing, so it can be asked
   * many times a second.
   */
  streamsBetween(afterPosition: number, upToPosition: number, limit: number): string[];
  /** Called when a batch could not be written: the log is back at its last commit, and nothing that came after it exists. */
  onLost(listener: (error: unknown) => void): void;
  /** Destroys the key of a subject: all that was sealed with it reads `erased` from now on. @returns false where there was none. */
  erase(subject: string, cause: Cause): Written<boolean>;
  pseudonym(subject: string): string;
  /** Archives what is over in one window of positions: every read and every hash stays as it is. In short transactions beside all else. */
  archive(order: ArchiveOrder): Promise<ArchiveStep>;
  space(): Space;
  /** Cuts up to this many free pages off the database's file. */
  shrink(pages: number): Promise<Space>;
  close(): void;
}
