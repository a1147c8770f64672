/**
 * The log on SQLite: see ../event-log.ts for the port.
 *
 * Invariants: K2 - an append that expects another number than that of the stream's last event writes nothing. K3 - projections are applied in the append's
 * transaction, and what throws takes back all of its write; an `append`, which has no savepoint, the whole batch that it was in, and its writers are told.
 * K9 - each hash is made here, in order of position.
 */
import { assert, messageOf, PraxisError } from "../../kernel/errors.ts";
import type { BlobRef, Cause, NewEvent, RecordedEvent, Upcaster } from "../../kernel/event.ts";
import type { Ports } from "../../kernel/ports.ts";
import { Blobs } from "../blobs.ts";
import { aboutOf, chainHash, decode, encodeMeta, envelopeOf, firstHash, toHex } from "../envelope.ts";
import type {
  ArchiveOrder,
  ArchiveStep,
  BlobRead,
  EventLog,
  Head,
  Projection,
  Space,
  Transaction,
  Written,
} from "../event-log.ts";
import { Keyring, type SubjectKey } from "../keyring.ts";
import { prepareProjections, type Rebuild } from "../projections.ts";
import { bytes, integer } from "../rows.ts";
import { Archiver } from "./archive/archiver.ts";
import { type KeptEvent, StoredEvents } from "./archive/stored-events.ts";
import type { Checkpointer } from "./checkpoint/checkpointer.ts";
import { type Database, noSpace, sqliteCode, sqliteConstraint } from "./database.ts";
import type { DiskSync } from "./disk-sync.ts";
import { EventKinds, type KnowsKind } from "./event-kinds.ts";
import { GroupCommit, type Patience, usualPatience } from "./group-commit.ts";

export interface SqliteLogOptions {
  readonly database: Database;
  readonly disk: DiskSync;
  readonly checkpointer: Checkpointer;
  readonly id: string;
  readonly epoch: number;
  readonly masterKey: Uint8Array;
  readonly ports: Ports;
  readonly projections: readonly Projection[];
  /** Kinds of events that this version can read; without it, any. */
  readonly knows?: KnowsKind;
  readonly upcasters: readonly Upcaster[];
  /** Positions in a window of the archive. */
  readonly archiveWindow?: number;
  readonly patience?: Patience;
  readonly fatal: (error: PraxisError) => void;
  readonly progress: (rebuild: Rebuild) => void;
}

interface StreamHead {
  readonly id: number;
  readonly number: number;
}

/** Of the events of one append: where they go, when, why, and sealed with what. */
interface Place {
  readonly stream: string;
  readonly streamId: number;
  readonly at: number;
  readonly cause: Cause;
  /** A pseudonym. */
  readonly subject: string | undefined;
  readonly key: SubjectKey | null;
}

const cachedStreams = 50_000;
/** Its hash, its place in the index, and its rows in tables. */
const bytesBesideEvent = 256;

export class SqliteLog implements EventLog {
  readonly id: string;
  readonly sql: Database;
  readonly #options: SqliteLogOptions;
  readonly #keyring: Keyring;
  readonly #blobs: Blobs;
  readonly #kinds: EventKinds;
  readonly #stored: StoredEvents;
  readonly #archiver: Archiver;
  readonly #commits: GroupCommit;
  readonly #streams = new Map<string, StreamHead>();
  readonly #lostListeners: ((error: unknown) => void)[] = [];
  readonly #durableListeners = new Set<(position: number) => void>();
  readonly #transaction: Transaction;
  #position = 0;
  /** Put in the write that is open, and not named by an event of it yet. */
  #unvouched = new Set<string>();
  #carefulFor = 0;
  /** How many were tried. */
  #inserts = 0;
  #hash: Uint8Array = firstHash;
  /** What a rollback goes back to. */
  #committed: { position: number; hash: Uint8Array } = { position: 0, hash: firstHash };
  #durable = this.#committed;

  constructor(options: SqliteLogOptions) {
    this.#options = options;
    this.id = options.id;
    this.sql = options.database;
    this.#keyring = new Keyring(options.masterKey, options.ports.random, this.sql);
    this.#blobs = new Blobs(this.sql, this.#keyring);
    this.#kinds = new EventKinds(this.sql, options.knows ?? (() => true));
    this.#stored = new StoredEvents(this.sql);
    this.#archiver = new Archiver({
      database: this.sql,
      stored: this.#stored,
      write: (work) => this.write(work),
      durablePosition: () => this.#durable.position,
      wrote: (size) => this.#commits.wrote(size),
      ...(options.archiveWindow === undefined ? {} : { windowSize: options.archiveWindow }),
    });
    this.#commits = new GroupCommit({
      database: this.sql,
      epoch: options.epoch,
      disk: options.disk,
      patience: options.patience ?? usualPatience,
      nowMs: () => options.ports.clock.monotonicMs(),
      checkpointer: options.checkpointer,
      committed: () => {
        this.#committed = { position: this.#position, hash: this.#hash };
      },
      synced: () => this.#synced(),
      lost: (error) => this.#forgetBatch(error),
      fatal: options.fatal,
    });
    this.#transaction = {
      sql: this.sql,
      append: (stream, expected, events, cause) => this.#insert(stream, expected, events, cause),
      head: (stream) => this.#headOf(stream)?.number ?? 0,
      putBlob: (content, subject) => this.#putBlob(content, subject),
    };
    this.#loadHead();
    try {
      this.#prepareTables();
    } catch (thrown) {
      // Its caller closes the database: nothing may be left that would still write to it.
      this.#commits.forsake();
      throw thrown;
    }
  }

  /** @throws disk_full: without its tables a log is of no use. */
  #prepareTables(): void {
    const { projections, progress } = this.#options;
    const lost: unknown[] = [];
    this.#lostListeners.push((error) => void lost.push(error));
    const readAll = (from: number, limit: number): RecordedEvent[] => this.readAll(from, limit);
    this.write(() => prepareProjections(projections, this.sql, readAll, this.#position, progress, this));
    this.#commits.flushNow();
    this.#lostListeners.length = 0;
    const [error] = lost;
    if (error instanceof PraxisError && error.code === "disk_full") throw noSpace(this.sql.path, error);
    if (error !== undefined) throw error;
  }

  #synced(): void {
    const before = this.#durable.position;
    this.#durable = this.#committed;
    const { position } = this.#durable;
    if (position > before) for (const listener of this.#durableListeners) listener(position);
  }

  #loadHead(): void {
    const row = this.sql.get("SELECT position, hash FROM events ORDER BY position DESC LIMIT 1");
    this.#position = row ? integer(row, "position") : 0;
    this.#hash = row ? bytes(row, "hash") : firstHash;
    this.#committed = { position: this.#position, hash: this.#hash };
    this.#durable = this.#committed;
  }

  write<T>(work: (transaction: Transaction) => T): Written<T> {
    const { durable } = this.#commits.join();
    const before = { position: this.#position, hash: this.#hash, inserts: this.#inserts };
    this.#statement("SAVEPOINT write");
    const outer = this.#unvouched;
    this.#unvouched = new Set();
    try {
      const value = work(this.#transaction);
      assert(this.#unvouched.size === 0, "an event names each blob that its transaction puts");
      this.#statement("RELEASE write");
      return { value, durable };
    } catch (thrown) {
      if (sqliteCode(thrown) !== undefined && !isConstraint(thrown)) throw this.#commits.abandon(thrown);
      // A write within this one may have given up the batch that both were in.
      if (!this.sql.inTransaction) throw thrown;
      this.sql.run("ROLLBACK TO write");
      this.sql.run("RELEASE write");
      this.#position = before.position;
      this.#hash = before.hash;
      // What only looked, and was refused, has put nothing there that is not.
      if (this.#inserts > before.inserts) this.#forgetCached();
      throw isConstraint(thrown) ? brokenWrite(thrown) : thrown;
    } finally {
      this.#unvouched = outer;
    }
  }

  #forgetCached(): void {
    this.#streams.clear();
    this.#keyring.forget();
    this.#kinds.forget();
  }

  #putBlob(content: Uint8Array, subject: string): BlobRef {
    this.#inserts += 1;
    const ref = this.#blobs.put(content, subject, (bytes) => this.#commits.wrote(bytes));
    this.#unvouched.add(ref.blob);
    return ref;
  }

  readBlob(id: string): BlobRead | undefined {
    return this.#blobs.read(id);
  }

  append(stream: string, expected: number, events: readonly NewEvent[], cause: Cause): Written<RecordedEvent[]> {
    if (this.#carefulFor > 0) {
      this.#carefulFor -= 1;
      return this.write((transaction) => transaction.append(stream, expected, events, cause));
    }
    const { durable } = this.#commits.join();
    try {
      return { value: this.#insert(stream, expected, events, cause), durable };
    } catch (thrown) {
      if (thrown instanceof PraxisError && thrown.code === "stream_conflict") throw thrown;
      if (sqliteCode(thrown) !== undefined && !isConstraint(thrown)) throw this.#commits.abandon(thrown);
      // Half of it may be written, and without a savepoint only the batch as a whole can be taken back. Whoever tries the same again then pays
      // for savepoints, so that it fails alone.
      this.#carefulFor = carefulAppends;
      throw this.#commits.abandon(brokenWrite(thrown));
    }
  }

  #statement(statement: string): void {
    try {
      this.sql.run(statement);
    } catch (thrown) {
      throw this.#commits.abandon(thrown);
    }
  }

  #insert(stream: string, expected: number, events: readonly NewEvent[], cause: Cause): RecordedEvent[] {
    this.#inserts += 1;
    const head = this.#headOf(stream);
    if ((head?.number ?? 0) !== expected) throw conflict(stream, expected, head?.number ?? 0);
    const streamId = head?.id ?? this.#createStream(stream);
    const at = this.#options.ports.clock.now();
    const subject =
      cause.pseudonym ?? (cause.subject === undefined ? undefined : this.#keyring.pseudonym(cause.subject));
    const key = subject === undefined ? null : this.#keyring.keyToSeal(subject, cause.keyId);
    const place = { stream, streamId, at, cause, subject, key };
    const recorded: RecordedEvent[] = [];
    let number = expected;
    for (const event of events) recorded.push(this.#record(event, ++number, place));
    if (this.#streams.size > cachedStreams) this.#streams.clear();
    this.#streams.set(stream, { id: streamId, number });
    for (const event of recorded)
      for (const projection of this.#options.projections) projection.apply(event, this.sql, this);
    return recorded;
  }

  /** Sealed, chained, written. */
  #record(event: NewEvent, number: number, { stream, streamId, at, cause, subject, key }: Place): RecordedEvent {
    const position = ++this.#position;
    const envelope = envelopeOf(event, cause, at, key?.id ?? 0, subject);
    this.#kinds.note(envelope.type, envelope.schema);
    const plain = JSON.stringify(event.data);
    const payload = key ? this.#keyring.seal(key, plain, aboutOf(stream, number)) : Buffer.from(plain);
    const meta = encodeMeta(envelope);
    this.#hash = chainHash(this.#hash, { position, stream, number, meta, payload });
    this.sql.run("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", position, streamId, number, meta, payload, this.#hash);
    this.#commits.wrote(meta.length + payload.length + bytesBesideEvent);
    for (const { blob } of event.blobs ?? []) this.#unvouched.delete(blob);
    const { keyId, subject: pseudonym, blobs: _vouched, ...rest } = envelope;
    return {
      ...rest,
      position,
      stream,
      number,
      keyId,
      tenant: "default",
      subjects: pseudonym === undefined ? [] : [pseudonym],
      data: key?.isErased ? null : event.data,
      erased: key?.isErased ?? false,
    };
  }

  #headOf(stream: string): StreamHead | undefined {
    const cached = this.#streams.get(stream);
    if (cached) return cached;
    const head = this.#stored.head(stream);
    if (head) this.#streams.set(stream, head);
    return head;
  }

  #createStream(stream: string): number {
    const row = this.sql.get("INSERT INTO streams (name) VALUES (?) RETURNING id", stream);
    assert(row, "an inserted stream has an id");
    return integer(row, "id");
  }

  #forgetBatch(error: unknown): void {
    this.#position = this.#committed.position;
    this.#hash = this.#committed.hash;
    this.#forgetCached();
    for (const listener of this.#lostListeners) listener(error);
  }

  readStream(stream: string, fromNumber = 1): RecordedEvent[] {
    return this.#stored.ofStream(stream, fromNumber).map((event) => this.#decode(event));
  }

  readEvent(stream: string, number: number): RecordedEvent | undefined {
    const event = this.#stored.one(stream, number);
    return event && this.#decode(event);
  }

  lastNumber(stream: string): number {
    return this.#headOf(stream)?.number ?? 0;
  }

  readAll(fromPosition: number, limit: number): RecordedEvent[] {
    return this.#stored.between(fromPosition, fromPosition + limit - 1).map((event) => this.#decode(event));
  }

  #decode(event: KeptEvent): RecordedEvent {
    return decode(event, (keyId, payload, about) => this.#keyring.open(keyId, payload, about), this.#options.upcasters);
  }

  head(): Head {
    return { position: this.#position, hash: toHex(this.#hash) };
  }

  durableHead(): Head {
    return { position: this.#durable.position, hash: toHex(this.#durable.hash) };
  }

  whenDurable(): Promise<void> {
    return this.#commits.whenDurable();
  }

  onDurable(listener: (position: number) => void): () => void {
    this.#durableListeners.add(listener);
    return () => void this.#durableListeners.delete(listener);
  }

  streamsBetween(afterPosition: number, upToPosition: number, limit: number): string[] {
    return this.#stored.streamsBetween(afterPosition + 1, upToPosition, limit);
  }

  onLost(listener: (error: unknown) => void): void {
    this.#lostListeners.push(listener);
  }

  erase(subject: string, cause: Cause): Written<boolean> {
    const pseudonym = this.#keyring.pseudonym(subject);
    return this.write((transaction) => {
      const erased = this.#keyring.erase(pseudonym, this.#options.ports.clock.now());
      if (erased) {
        const stream = `subject/${pseudonym}`;
        transaction.append(
          stream,
          transaction.head(stream),
          [{ type: "SubjectErased", data: { subject: pseudonym } }],
          cause,
        );
        // The key must not survive in the write-ahead log.
        this.#commits.checkpoints.truncateAfterCommit();
      }
      return erased;
    });
  }

  pseudonym(subject: string): string {
    return this.#keyring.pseudonym(subject);
  }

  derivedKey(purpose: string): Uint8Array {
    return this.#keyring.derive(purpose);
  }

  archive(order: ArchiveOrder): Promise<ArchiveStep> {
    return this.#archiver.next(order);
  }

  space(): Space {
    return this.#archiver.space();
  }

  shrink(pages: number): Promise<Space> {
    return this.#archiver.shrink(pages);
  }

  close(): void {
    this.#commits.close();
    this.sql.close();
  }

  /** What a power cut does: the open batch is gone, and nobody is told. For simulations. */
  crash(): void {
    this.#commits.drop();
  }
}

/** How many appends take a savepoint each after one has failed. */
const carefulAppends = 10_000;

function isConstraint(thrown: unknown): boolean {
  return sqliteCode(thrown) === sqliteConstraint;
}

function brokenWrite(cause: unknown): PraxisError {
  if (cause instanceof PraxisError) return cause;
  return new PraxisError("not_recorded", `this does not fit the tables and was not recorded: ${messageOf(cause)}`, {
    next: "This is a bug in Praxis or in what was passed to it; nothing was written.",
    cause,
  });
}

function conflict(stream: string, expected: number, found: number): PraxisError {
  return new PraxisError("stream_conflict", `stream ${stream} is at event ${found}, not ${expected}`, {
    next: "Read the stream again and decide anew; nothing was written.",
    disposition: "retry",
    fields: { stream, expected, found },
  });
}
