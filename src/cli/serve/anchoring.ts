/**
 * Anchors the head that is on disk: about once a second while it moves, and at the end (K9).
 *
 * Invariant: an anchor that cannot be written stops nothing, for the log itself is whole; it is said once, and `praxis doctor` shows how far
 * the anchors are behind.
 */
import { messageOf } from "../../kernel/errors.ts";
import type { Head } from "../../log/event-log.ts";

/** @returns what to call about once a second. */
export function anchoring(head: () => Head, write: (head: Head) => void, say: (message: string) => void): () => void {
  let last = "";
  let isFailing = false;
  return () => {
    const now = head();
    if (now.hash === last) return;
    try {
      write(now);
      last = now.hash;
      isFailing = false;
    } catch (thrown) {
      if (!isFailing) say(`praxis: the head of the log cannot be anchored: ${messageOf(thrown)}`);
      isFailing = true;
    }
  };
}
