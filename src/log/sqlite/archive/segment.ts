/**
 * A segment: the events of one window of positions that were archived, in one compressed piece. Pure: bytes in, events out.
 *
 * Boundary: knows how events are packed, not where segments lie. Hashes are left out, for the chain gives them again (K9); payloads stay ciphertext (K10).
 * Invariant: what was packed is unpacked byte for byte, or it throws: zstd's checksum finds a flipped bit at every read.
 */
import { promisify } from "node:util";
import { constants, type ZstdOptions, zstdCompress, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import { assert, messageOf, PraxisError } from "../../../kernel/errors.ts";

/** As it lies in the log's tables: with the id of its stream in place of the name. */
export interface PackedEvent {
  readonly position: number;
  readonly streamId: number;
  readonly number: number;
  readonly meta: string;
  readonly payload: Uint8Array;
}

/** A column for each field: what is alike lies together, and compresses to little. Positions and numbers as distances from the one before. */
const headSchema = z.object({
  positions: z.array(z.int()),
  streams: z.array(z.int()),
  numbers: z.array(z.int()),
  metas: z.array(z.int().min(0)),
  payloads: z.array(z.int().min(0)),
});

const level = 9;
const lengthBytes = 4;
const options: ZstdOptions = {
  params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
};
const compress = promisify<Uint8Array, ZstdOptions, Buffer>(zstdCompress);

/** @param events in order of position. Works beside the event loop. */
export async function packSegment(events: readonly PackedEvent[]): Promise<Uint8Array> {
  const packed = await compress(flatten(events), options);
  const again = unpackSegment(packed);
  // The rows are deleted for it: it is read once before anybody relies on it.
  assert(
    again.length === events.length && events.every((event, index) => isSame(event, again[index])),
    "a segment holds what was packed",
  );
  return packed;
}

function flatten(events: readonly PackedEvent[]): Uint8Array {
  const metas = events.map(({ meta }) => Buffer.from(meta));
  const head = Buffer.from(
    JSON.stringify({
      positions: distances(events.map(({ position }) => position)),
      streams: events.map(({ streamId }) => streamId),
      numbers: distances(events.map(({ number }) => number)),
      metas: metas.map(({ length }) => length),
      payloads: events.map(({ payload }) => payload.length),
    }),
  );
  const size = Buffer.alloc(lengthBytes);
  size.writeUInt32LE(head.length);
  return Buffer.concat([size, head, ...metas, ...events.map(({ payload }) => payload)]);
}

/** @throws segment_damaged */
export function unpackSegment(packed: Uint8Array): PackedEvent[] {
  try {
    const flat = zstdDecompressSync(packed);
    const headEnd = lengthBytes + flat.readUInt32LE(0);
    const head = headSchema.parse(JSON.parse(flat.toString("utf8", lengthBytes, headEnd)));
    const positions = sums(head.positions);
    const numbers = sums(head.numbers);
    let metaAt = headEnd;
    let payloadAt = headEnd + head.metas.reduce((sum, length) => sum + length, 0);
    return positions.map((position, index) => {
      const meta = flat.toString("utf8", metaAt, metaAt + at(head.metas, index));
      const payload = flat.subarray(payloadAt, payloadAt + at(head.payloads, index));
      metaAt += at(head.metas, index);
      payloadAt += payload.length;
      return { position, streamId: at(head.streams, index), number: at(numbers, index), meta, payload };
    });
  } catch (thrown) {
    throw new PraxisError("segment_damaged", `archived events cannot be read: ${messageOf(thrown)}`, {
      next: "Nothing was changed. `praxis verify` says which events they are; `praxis restore <backup>` goes back to a backup and reconciles effects.",
      disposition: "pause",
      cause: thrown,
    });
  }
}

function at(column: readonly number[], index: number): number {
  const value = column[index];
  assert(value !== undefined, "each column has a value for each event");
  return value;
}

function distances(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}

function isSame(one: PackedEvent, other: PackedEvent | undefined): boolean {
  return (
    other !== undefined &&
    one.position === other.position &&
    one.streamId === other.streamId &&
    one.number === other.number &&
    one.meta === other.meta &&
    Buffer.from(one.payload).equals(other.payload)
  );
}
