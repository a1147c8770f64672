/**
 * Reads events wherever they lie: rows of `events`, or segments (docs/adr/0026). Whoever reads through here need not know which.
 *
 * Invariants: K9 - a row brings the hash that was recorded with it; an archived event's hash is computed from the chain, and what the chain was at the
 * end of each segment's window is recorded. The log's last event is always a row. A damaged segment throws; it never reads as if there were nothing.
 */
import { chainHash, firstHash, type StoredEvent } from "../../envelope.ts";
import type { Row, Sql } from "../../event-log.ts";
import { bytes, integer, text } from "../../rows.ts";
import { selectEvents } from "../tables.ts";
import { type PackedEvent, unpackSegment } from "./segment.ts";

export interface KeptEvent extends StoredEvent {
  /** As it was recorded; null where it is archived. */
  readonly hash: Uint8Array | null;
}

/** A window of positions of which events were archived. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

const cachedBytes = 32 * 1024 * 1024;
/** Beside its meta and payload. */
const bytesPerEvent = 120;

interface Opened {
  readonly count: number;
  readonly size: number;
  readonly events: readonly PackedEvent[];
}

export class StoredEvents {
  readonly #sql: Sql;
  readonly #hasArchive: boolean;
  /** Least recently read first. */
  readonly #opened = new Map<number, Opened>();
  #openedBytes = 0;

  /** @param sql of a log whose tables may be older than archives are */
  constructor(sql: Sql) {
    this.#sql = sql;
    this.#hasArchive = sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'segments'") !== undefined;
  }

  /** All events at these positions, both included, in order. @throws segment_damaged */
  between(first: number, last: number): KeptEvent[] {
    const rows = this.rowsBetween(first, last);
    const archived = this.segmentsBetween(first, last).flatMap((segment) =>
      this.eventsOf(segment).filter(({ position }) => position >= first && position <= last),
    );
    return archived.length === 0 ? rows : [...rows, ...archived].sort((a, b) => a.position - b.position);
  }

  rowsBetween(first: number, last: number): KeptEvent[] {
    return this.#sql
      .all(`${selectEvents} WHERE e.position BETWEEN ? AND ? ORDER BY e.position`, first, last)
      .map((row) => keptRow(row));
  }

  ofStream(stream: string, fromNumber: number): KeptEvent[] {
    const rows = this.#sql
      .all(`${selectEvents} WHERE s.name = ? AND e.number >= ? ORDER BY e.number`, stream, fromNumber)
      .map((row) => keptRow(row));
    const archived = this.#segmentsOf(stream, fromNumber).flatMap((segment) =>
      this.eventsOf(segment).filter((event) => event.stream === stream && event.number >= fromNumber),
    );
    return archived.length === 0 ? rows : [...rows, ...archived].sort((a, b) => a.number - b.number);
  }

  one(stream: string, number: number): KeptEvent | undefined {
    const row = this.#sql.get(`${selectEvents} WHERE s.name = ? AND e.number = ?`, stream, number);
    if (row) return keptRow(row);
    const [segment] = this.#segmentsOf(stream, number);
    return segment && this.eventsOf(segment).find((event) => event.stream === stream && event.number === number);
  }

  /** Id and last number of a stream. */
  head(stream: string): { readonly id: number; readonly number: number } | undefined {
    const row = this.#sql.get(
      `SELECT s.id, max(coalesce((SELECT max(number) FROM events WHERE stream = s.id), 0),
        coalesce((SELECT max(last) FROM segment_streams WHERE stream = s.id), 0)) AS number FROM streams s WHERE s.name = ?`,
      stream,
    );
    return row && { id: integer(row, "id"), number: integer(row, "number") };
  }

  streamsBetween(first: number, last: number, limit: number): string[] {
    const names = new Set(
      this.#sql
        .all(
          "SELECT DISTINCT s.name FROM events e JOIN streams s ON s.id = e.stream WHERE e.position BETWEEN ? AND ? LIMIT ?",
          first,
          last,
          limit,
        )
        .map((row) => text(row, "name")),
    );
    for (const segment of this.segmentsBetween(first, last)) {
      if (names.size >= limit) break;
      for (const { position, stream } of this.eventsOf(segment))
        if (position >= first && position <= last) names.add(stream);
    }
    return [...names].slice(0, limit);
  }

  segmentsBetween(first: number, last: number): Segment[] {
    if (!this.#hasArchive) return [];
    // Windows do not overlap: at most one begins before `first` and reaches into it.
    return this.#sql
      .all(
        `SELECT first, last, events FROM segments WHERE first BETWEEN coalesce((SELECT max(first) FROM segments WHERE first <= ?), 0) AND ?
          AND last >= ? ORDER BY first`,
        first,
        last,
        first,
      )
      .map((row) => segmentOf(row));
  }

  #segmentsOf(stream: string, fromNumber: number): Segment[] {
    if (!this.#hasArchive) return [];
    return this.#sql
      .all(
        `SELECT g.first, g.last, g.events FROM segment_streams a JOIN segments g ON g.first = a.segment
          WHERE a.stream = (SELECT id FROM streams WHERE name = ?) AND a.last >= ? ORDER BY a.segment`,
        stream,
        fromNumber,
      )
      .map((row) => segmentOf(row));
  }

  /** Those whose stream has a name. @throws segment_damaged */
  eventsOf(segment: Segment): KeptEvent[] {
    const names = new Map<number, string | null>();
    return this.packedOf(segment).flatMap(({ streamId, ...event }) => {
      const stream = names.get(streamId) ?? this.#nameOf(streamId);
      names.set(streamId, stream);
      return stream === null ? [] : [{ ...event, stream, hash: null }];
    });
  }

  #nameOf(id: number): string | null {
    const row = this.#sql.get("SELECT name FROM streams WHERE id = ?", id);
    return row ? text(row, "name") : null;
  }

  packedOf({ first, events: count }: Segment): readonly PackedEvent[] {
    const known = this.#opened.get(first);
    // A window gets more events archived, never fewer: the count tells one state from another, also after a rollback.
    if (known) {
      this.#opened.delete(first);
      this.#openedBytes -= known.size;
    }
    const opened = known?.count === count ? known : this.#open(first, count);
    this.#opened.set(first, opened);
    this.#openedBytes += opened.size;
    this.#forgetOldest();
    return opened.events;
  }

  #open(first: number, count: number): Opened {
    const row = this.#sql.get("SELECT packed FROM segments WHERE first = ?", first);
    const events = row ? unpackSegment(bytes(row, "packed")) : [];
    const size = events.reduce((sum, { meta, payload }) => sum + 2 * meta.length + payload.length + bytesPerEvent, 0);
    return { count, size, events };
  }

  #forgetOldest(): void {
    for (const [first, { size }] of this.#opened) {
      if (this.#openedBytes <= cachedBytes || this.#opened.size === 1) return;
      this.#opened.delete(first);
      this.#openedBytes -= size;
    }
  }

  /** The hash that is recorded for this position: with its row, or for the end of its window. */
  recordedHash(position: number): Uint8Array | undefined {
    if (position === 0) return firstHash;
    const row = this.#sql.get("SELECT hash FROM events WHERE position = ?", position);
    if (row) return bytes(row, "hash");
    const segment = this.#hasArchive ? this.#sql.get("SELECT hash FROM segments WHERE last = ?", position) : undefined;
    return segment && bytes(segment, "hash");
  }

  /** What the chain is at this position, computed from the nearest hash before it that is recorded; undefined where there is no such event. */
  hashAt(position: number): Uint8Array | undefined {
    const recorded = this.recordedHash(position);
    if (recorded) return recorded;
    const [segment] = this.segmentsBetween(position, position);
    let hash = segment && this.recordedHash(segment.first - 1);
    if (!segment || !hash) return undefined;
    let at = segment.first - 1;
    for (const event of this.between(segment.first, position)) {
      hash = event.hash ?? chainHash(hash, event);
      at = event.position;
    }
    return at === position ? hash : undefined;
  }
}

function keptRow(row: Row): KeptEvent {
  return {
    position: integer(row, "position"),
    stream: text(row, "stream"),
    number: integer(row, "number"),
    meta: text(row, "meta"),
    payload: bytes(row, "payload"),
    hash: bytes(row, "hash"),
  };
}

function segmentOf(row: Row): Segment {
  return { first: integer(row, "first"), last: integer(row, "last"), events: integer(row, "events") };
}
