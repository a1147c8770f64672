/**
 * In which order what comes in is written down: accounts in turn, and no more in a round of the event loop than a portion.
 *
 * A sender with hundreds of connections gets its next word only when its last one is answered, so this sets its pace, also where it is refused: refusals go through this line, too. Another
 * account's event waits for a portion, not for all that the first one has sent.
 */
import { soon } from "../../kernel/clock.ts";
import { FairQueue } from "./fair-queue.ts";

/** Writing one event takes about 0.15 ms with its answer. */
const portion = 4;

export class IntakeLine {
  readonly #queue = new FairQueue<() => void>();
  #left = portion;
  #isScheduled = false;

  /** Settles when it is this account's turn. */
  turn(account: string): Promise<void> {
    this.#schedule();
    if (this.#left > 0) {
      this.#left -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#queue.add(resolve, account));
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    soon(() => this.#next());
  }

  #next(): void {
    this.#isScheduled = false;
    for (this.#left = portion; this.#left > 0; this.#left--) {
      const next = this.#queue.take();
      if (!next) return;
      next.item();
    }
    this.#schedule();
  }
}
