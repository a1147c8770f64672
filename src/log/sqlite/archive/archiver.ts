/**
 * Moves events of what is over from rows into segments, one window of positions at a time (docs/adr/0026).
 *
 * Invariants: one transaction writes the segment and deletes its rows, so a crash leaves the one or the other; no event changes, and the chain goes on over
 * both (K9). The window that the log's end lies in is never touched. What a transaction can still take back is never packed.
 * Compressing runs beside the event loop; the transaction of a window is short.
 */
import { assert } from "../../../kernel/errors.ts";
import { isObject } from "../../../kernel/json.ts";
import type { ArchiveOrder, ArchiveStep, Space } from "../../event-log.ts";
import { integer } from "../../rows.ts";
import type { Database } from "../database.ts";
import { archivedSchema } from "../tables.ts";
import { type PackedEvent, packSegment } from "./segment.ts";
import type { KeptEvent, StoredEvents } from "./stored-events.ts";

export interface ArchiverOptions {
  readonly database: Database;
  readonly stored: StoredEvents;
  readonly write: (work: () => void) => { readonly durable: Promise<void> };
  readonly durablePosition: () => number;
  /** Told how many bytes go into the database. */
  readonly wrote: (bytes: number) => void;
  /** Positions in a window. Reading does not depend on it; a log keeps to one. */
  readonly windowSize?: number;
}

/** Small enough to be read for one event (about a millisecond), large enough that more would not compress better. */
const defaultWindow = 1_000;
/** Ciphertext does not compress: a large payload stays where it is, so that a segment stays small. */
const largestPacked = 16 * 1024;
/** A window is taken up when at least this part of it can go. */
const leastShare = 0.1;
/** Of a row beside meta and payload: hash, keys, and its place in the index. */
const bytesPerRow = 60;

interface Window {
  readonly first: number;
  readonly last: number;
}

export class Archiver {
  readonly #options: ArchiverOptions;
  readonly #windowSize: number;
  /** One window at a time, whoever asks. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ArchiverOptions) {
    this.#options = options;
    this.#windowSize = options.windowSize ?? defaultWindow;
  }

  /** The next window, from a position on, that something of can be archived. */
  next(order: ArchiveOrder): Promise<ArchiveStep> {
    const step = this.#turn.then(() => this.#next(order));
    this.#turn = step.catch(() => undefined);
    return step;
  }

  async #next(order: ArchiveOrder): Promise<ArchiveStep> {
    const { database, durablePosition } = this.#options;
    const row = database.get("SELECT min(position) AS position FROM events WHERE position >= ?", order.from);
    const position = row && row.position !== null ? integer(row, "position") : null;
    const window = position === null ? null : this.#windowAt(position);
    if (!window || window.last >= durablePosition()) return { next: null, events: 0, bytesBefore: 0, bytesAfter: 0 };
    return this.#archive(window, order);
  }

  #windowAt(position: number): Window {
    const first = Math.floor((position - 1) / this.#windowSize) * this.#windowSize + 1;
    return { first, last: first + this.#windowSize - 1 };
  }

  async #archive(window: Window, order: ArchiveOrder): Promise<ArchiveStep> {
    const { database, stored } = this.#options;
    const nothing = { next: window.last + 1, events: 0, bytesBefore: 0, bytesAfter: 0 };
    const going = this.#whatGoes(window, order);
    if (going.length === 0 || going.length < leastShare * this.#windowSize) return nothing;
    const [segment] = stored.segmentsBetween(window.first, window.last);
    const packedBefore = segment ? stored.packedOf(segment) : [];
    const events = [...packedBefore, ...this.#withStreamIds(going)].sort((a, b) => a.position - b.position);
    const sizeBefore = segment
      ? integer(
          database.get("SELECT length(packed) AS size FROM segments WHERE first = ?", segment.first) ?? {},
          "size",
        )
      : 0;
    const packed = await packSegment(events);
    const rowBytes = going.reduce((sum, event) => sum + sizeOf(event), 0);
    const step = {
      next: window.last + 1,
      events: going.length,
      bytesBefore: rowBytes + sizeBefore,
      bytesAfter: packed.length,
    };
    if (!order.dryRun) await this.#replace(window, events, going, packed);
    return step;
  }

  #whatGoes(window: Window, { before, isOver }: ArchiveOrder): KeptEvent[] {
    const over = new Map<string, boolean>();
    return this.#options.stored.rowsBetween(window.first, window.last).filter(({ stream, meta, payload }) => {
      if (payload.length > largestPacked || recordedAt(meta) >= before) return false;
      const known = over.get(stream) ?? isOver(stream);
      over.set(stream, known);
      return known;
    });
  }

  #withStreamIds(events: readonly KeptEvent[]): PackedEvent[] {
    const ids = new Map<string, number>();
    return events.map(({ position, stream, number, meta, payload }) => {
      const streamId = ids.get(stream) ?? this.#options.stored.head(stream)?.id;
      assert(streamId !== undefined, "a recorded event has a stream");
      ids.set(stream, streamId);
      return { position, streamId, number, meta, payload };
    });
  }

  async #replace(
    { first, last }: Window,
    events: readonly PackedEvent[],
    going: readonly KeptEvent[],
    packed: Uint8Array,
  ): Promise<void> {
    const { database, stored, write, wrote } = this.#options;
    const heads = new Map<number, number>();
    for (const { streamId, number } of events) heads.set(streamId, Math.max(number, heads.get(streamId) ?? 0));
    const written = write(() => {
      const hash = stored.hashAt(last);
      assert(hash, "the end of a window has a hash");
      // An older Praxis would take archived events for lost ones.
      database.run("UPDATE log_identity SET schema = max(schema, ?) WHERE id = 1", archivedSchema);
      database.run("INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?)", first, last, events.length, hash, packed);
      for (const [stream, number] of heads)
        database.run("INSERT OR REPLACE INTO segment_streams VALUES (?, ?, ?)", stream, first, number);
      for (const { position } of going)
        assert(database.run("DELETE FROM events WHERE position = ?", position) === 1, "an archived event was a row");
      wrote(packed.length + going.reduce((sum, event) => sum + sizeOf(event), 0));
    });
    await written.durable;
  }

  space(): Space {
    return spaceOf(this.#options.database);
  }

  /** Cuts free pages off the file's end, moving used ones down; a bounded number of them. */
  async shrink(pages: number): Promise<Space> {
    const { database, write } = this.#options;
    if (this.space().canShrink) {
      const moved = Math.min(pages, pragma(database, "freelist_count"));
      // As a script: prepared, it would free one page only.
      if (moved > 0) await write(() => database.script(`PRAGMA incremental_vacuum(${moved})`)).durable;
    }
    return this.space();
  }
}

const incremental = 2;

export function spaceOf(database: Database): Space {
  const pageBytes = pragma(database, "page_size");
  return {
    fileBytes: pragma(database, "page_count") * pageBytes,
    freeBytes: pragma(database, "freelist_count") * pageBytes,
    canShrink: pragma(database, "auto_vacuum") === incremental,
  };
}

function pragma(database: Database, name: "page_size" | "page_count" | "freelist_count" | "auto_vacuum"): number {
  return integer(database.get(`PRAGMA ${name}`) ?? {}, name);
}

function recordedAt(meta: string): number {
  const envelope: unknown = JSON.parse(meta);
  return isObject(envelope) ? Number(envelope.at) : Number.NaN;
}

function sizeOf({ meta, payload }: KeptEvent): number {
  return meta.length + payload.length + bytesPerRow;
}
