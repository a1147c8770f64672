/**
 * One reader's stream of Server-Sent Events.
 *
 * Invariants: whatever a reader has not taken yet is one change, whose topics are merged, so a slow reader costs no more memory than a fast one;
 * whether the reader may still read is asked before each message, so the stream ends with the session; the last id that a reader has seen is
 * where it can go on without a gap.
 */
import type { Clock } from "../../kernel/clock.ts";
import type { LiveChange, LiveHello } from "../views/change-view.ts";
import type { ChangeFeed, Told } from "./change-feed.ts";
import { merged } from "./topics.ts";

export interface ChangeStreamOptions {
  readonly feed: ChangeFeed;
  readonly clock: Clock;
  /** Where the reader left off; null for one who begins. */
  readonly after: number | null;
  readonly mayRead: () => boolean;
  /** Aborted when the server stops. */
  readonly closing: AbortSignal | undefined;
}

const heartbeatEveryMs = 15_000;
/** How long a browser waits before it connects again. */
const retryMs = 2_000;

export function changeStream(options: ChangeStreamOptions): ReadableStream<Uint8Array> {
  const reader = new Reader(options);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const message = await reader.next();
        if (message === null) controller.close();
        else controller.enqueue(new TextEncoder().encode(message));
      },
      cancel: () => reader.end(),
    },
    // Nothing is made before it is asked for: what waits, waits merged.
    { highWaterMark: 0 },
  );
}

class Reader {
  readonly #options: ChangeStreamOptions;
  readonly #leave: () => void;
  readonly #end = (): void => this.end();
  #hello: LiveHello | null;
  #pending: Told | null;
  #isHeartbeatDue = false;
  #hasEnded = false;
  #cancelHeartbeat: () => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor(options: ChangeStreamOptions) {
    this.#options = options;
    const { position, missed, leave } = options.feed.follow(options.after, (told) => this.#take(told));
    this.#leave = leave;
    this.#pending = missed;
    // A reader that is cut off between the two begins again where it was, not after what it missed.
    const resumed = options.after === null || options.after > position ? position : options.after;
    this.#hello = { position: resumed };
    this.#beat();
    options.closing?.addEventListener("abort", this.#end);
    if (options.closing?.aborted) this.end();
  }

  #take(told: Told): void {
    const topics = this.#pending ? merged(this.#pending.topics, told.topics) : told.topics;
    this.#pending = { ...told, topics };
    this.#wake();
  }

  #beat(): void {
    this.#cancelHeartbeat = this.#options.clock.after(heartbeatEveryMs, () => {
      this.#isHeartbeatDue = true;
      this.#wake();
      this.#beat();
    });
  }

  /** The next message; null at the end. Waits until there is one. */
  async next(): Promise<string | null> {
    for (;;) {
      if (this.#hasEnded) return null;
      const message = this.#message();
      if (message !== null) {
        if (this.#options.mayRead()) return message;
        this.end();
        return null;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  #message(): string | null {
    if (this.#hello) {
      const hello = this.#hello;
      this.#hello = null;
      return `retry: ${retryMs}\nid: ${hello.position}\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`;
    }
    const wasDue = this.#isHeartbeatDue;
    this.#isHeartbeatDue = false;
    if (this.#pending) {
      const { position, at, topics } = this.#pending;
      this.#pending = null;
      const change: LiveChange = { position, at, topics: topics === null ? ["*"] : [...topics] };
      return `id: ${position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`;
    }
    return wasDue ? ": still here\n\n" : null;
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#leave();
    this.#cancelHeartbeat();
    this.#options.closing?.removeEventListener("abort", this.#end);
    this.#wake();
  }
}
