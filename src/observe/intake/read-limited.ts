/**
 * Reads a body up to a limit. One that is to be left in the middle without cutting its connection, before the sender has read the answer, comes as an iterable that is left so
 * (`preventCancel`, `destroyOnReturn: false`).
 *
 * Invariant: never holds more than the limit and one chunk; what goes beyond it is not read, only its first part is kept.
 */
export type BodyRead =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  /** `first`: what a record of it may hold. `seenBytes`: how many had come by the time reading was given up. */
  | { readonly kind: "too large"; readonly first: Uint8Array; readonly seenBytes: number };

export const keptBytes = 64 * 1024;

export async function readLimited(body: AsyncIterable<Uint8Array> | null, limitBytes: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = [];
  let seenBytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    seenBytes += chunk.length;
    if (seenBytes > limitBytes)
      return { kind: "too large", first: join(chunks, Math.min(seenBytes, keptBytes)), seenBytes };
  }
  return { kind: "whole", bytes: join(chunks, seenBytes) };
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (only && chunks.length === 1 && only.length === length) return only;
  return new Uint8Array(Buffer.concat(chunks, length));
}
