/**
 * The bytes of a mail, held back to the last: the stream ends, and with it the final dot goes out, only once everything before it has been taken
 * by the operating system and the deadline has not passed. So a mail without `hasEnded` was never complete at the other side, and no slow
 * server can be given its end later than allowed (E6).
 */

import { Readable } from "node:stream";
import { setImmediate, setTimeout } from "node:timers/promises";

export interface HeldMessageOptions {
  readonly bytes: Buffer;
  /** Bytes that were written and not yet taken by the operating system. */
  readonly pending: () => number;
  /** Throws where it is too late. */
  readonly lastMoment: () => void;
  /** Told what `lastMoment` threw; the stream then never ends. */
  readonly failed: (thrown: unknown) => void;
}

const chunkBytes = 16_384;
const lookAgainMs = 5;

export class HeldMessage extends Readable {
  readonly #options: HeldMessageOptions;
  #offset = 0;
  #hasEnded = false;

  constructor(options: HeldMessageOptions) {
    super({ highWaterMark: chunkBytes });
    this.#options = options;
  }

  /** Whether the final dot may have gone out. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  override _read(): void {
    this.#next().catch(this.#options.failed);
  }

  async #next(): Promise<void> {
    const { bytes, pending, lastMoment } = this.#options;
    // What was pushed before reaches the socket within this turn of the event loop.
    await setImmediate();
    while (!this.destroyed && pending() > 0) await setTimeout(lookAgainMs);
    if (this.destroyed) return;
    const chunk = bytes.subarray(this.#offset, this.#offset + chunkBytes);
    this.#offset += chunk.length;
    if (chunk.length > 0) {
      this.push(chunk);
      return;
    }
    lastMoment();
    this.#hasEnded = true;
    this.push(null);
  }
}
