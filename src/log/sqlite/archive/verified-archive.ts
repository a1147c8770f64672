/** What `praxis verify` asks of rows and segments (K9): events page by page, damage told instead of thrown, and the index of segments checked. */
import { messageOf } from "../../../kernel/errors.ts";
import { toHex } from "../../envelope.ts";
import { bytes, integer } from "../../rows.ts";
import type { Database } from "../database.ts";
import { type KeptEvent, type Segment, StoredEvents } from "./stored-events.ts";

export interface Page {
  readonly last: number;
  readonly events: readonly KeptEvent[];
}

export class VerifiedArchive {
  /** Archived events, as counted when they were. */
  readonly events: number;
  readonly #database: Database;
  readonly #stored: StoredEvents;
  readonly #problems: string[];
  readonly #ends = new Map<number, Uint8Array>();
  readonly #last: number;
  readonly #read = new Set<number>();
  readonly #damaged: Segment[] = [];

  /** @param problems is added to */
  constructor(database: Database, problems: string[]) {
    this.#database = database;
    this.#stored = new StoredEvents(database);
    this.#problems = problems;
    const segments = this.#stored.segmentsBetween(1, Number.MAX_SAFE_INTEGER);
    this.events = segments.reduce((sum, { events }) => sum + events, 0);
    for (const { last } of segments) {
      const row = database.get("SELECT hash FROM segments WHERE last = ?", last);
      if (row) this.#ends.set(last, bytes(row, "hash"));
    }
    const row = database.get("SELECT coalesce(max(position), 0) AS position FROM events");
    this.#last = Math.max(row ? integer(row, "position") : 0, segments.at(-1)?.last ?? 0);
  }

  get isDamaged(): boolean {
    return this.#damaged.length > 0;
  }

  isDamagedBetween(first: number, last: number): boolean {
    return this.#damaged.some((segment) => segment.first <= last && segment.last >= first);
  }

  /** The next events at or after a position; undefined after the last ones. */
  page(from: number, size: number): Page | undefined {
    // Where events are missing, it goes on with those that are there.
    const first = this.#firstFrom(from);
    if (first === null || first > this.#last) return undefined;
    const last = first + size - 1;
    const rows = this.#stored.rowsBetween(first, last);
    const archived = this.#stored
      .segmentsBetween(first, last)
      .flatMap((segment) => this.#eventsOf(segment))
      .filter(({ position }) => position >= first && position <= last);
    return { last, events: [...rows, ...archived].sort((a, b) => a.position - b.position) };
  }

  #firstFrom(position: number): number | null {
    const row = this.#database.get("SELECT min(position) AS position FROM events WHERE position >= ?", position);
    const rowAt = row && row.position !== null ? integer(row, "position") : null;
    const [segment] = this.#stored.segmentsBetween(position, rowAt ?? this.#last);
    const archivedAt = segment ? Math.max(segment.first, position) : null;
    return rowAt === null || archivedAt === null ? (rowAt ?? archivedAt) : Math.min(rowAt, archivedAt);
  }

  #eventsOf(segment: Segment): readonly KeptEvent[] {
    if (this.#damaged.some(({ first }) => first === segment.first)) return [];
    try {
      const events = this.#stored.eventsOf(segment);
      if (!this.#read.has(segment.first)) this.#checkIndex(segment);
      this.#read.add(segment.first);
      return events;
    } catch (thrown) {
      this.#damaged.push(segment);
      this.#problems.push(`events ${segment.first} to ${segment.last}: ${messageOf(thrown)}`);
      return [];
    }
  }

  /** A stream is read by what the index says of it: what that leaves out would seem never to have happened. */
  #checkIndex(segment: Segment): void {
    const packed = this.#stored.packedOf(segment);
    const within = packed.every(({ position }) => position >= segment.first && position <= segment.last);
    if (packed.length !== segment.events || !within)
      this.#problems.push(`the segment of events ${segment.first} to ${segment.last} holds other events`);
    const heads = new Map<number, number>();
    for (const { streamId, number } of packed) heads.set(streamId, Math.max(number, heads.get(streamId) ?? 0));
    const indexed = this.#database.all("SELECT stream, last FROM segment_streams WHERE segment = ?", segment.first);
    const isWhole =
      indexed.length === heads.size &&
      indexed.every((row) => heads.get(integer(row, "stream")) === integer(row, "last"));
    if (!isWhole)
      this.#problems.push(`the index of the archived events ${segment.first} to ${segment.last} was changed`);
  }

  recordedHash(position: number): Uint8Array | undefined {
    return this.#stored.recordedHash(position);
  }

  /** @returns what the chain goes on from after a position: the hash that is recorded for the end of its window, or its own. */
  endOfWindow(position: number, hash: Uint8Array): Uint8Array {
    const recorded = this.#ends.get(position);
    if (!recorded || toHex(recorded) === toHex(hash)) return hash;
    if (!this.isDamagedBetween(position, position))
      this.#problems.push(`an archived event up to ${position} was changed, or the hash of its segment`);
    return recorded;
  }
}
