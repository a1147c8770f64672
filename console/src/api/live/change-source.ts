/**
 * One connection to `/api/changes`, tried again for as long as it is open.
 *
 * Invariants: a lost connection is told at once; each attempt asks for all that came after the last position that was seen, so nothing between is missed.
 */
import type { LiveChange, LiveHello } from "../types.ts";
import type { Told } from "./told.ts";

export interface Listener {
  /** @param position where the server begins; earlier than what was asked for where an older state was put back */
  begun(position: number): void;
  lost(): void;
  told(told: Told): void;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/** @returns what closes it */
export function openChangeSource(after: number, listener: Listener): () => void {
  let position = after;
  let isLost = false;
  let pauseMs = firstPauseMs;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    source = new EventSource(`/api/changes?after=${position}`);
    source.addEventListener("hello", (event) => {
      const hello: LiveHello = JSON.parse(event.data);
      position = Math.min(position, hello.position);
      pauseMs = firstPauseMs;
      isLost = false;
      listener.begun(position);
    });
    source.addEventListener("change", (event) => {
      const change: LiveChange = JSON.parse(event.data);
      const told = { after: position, position: Math.max(position, change.position), topics: change.topics };
      position = told.position;
      listener.told(told);
    });
    source.addEventListener("error", retry);
  };

  const retry = (): void => {
    isLost = true;
    listener.lost();
    source?.close();
    clearTimeout(timer);
    timer = setTimeout(open, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };

  const hurry = (): void => {
    if (!isLost) return;
    source?.close();
    clearTimeout(timer);
    open();
  };
  window.addEventListener("online", hurry);
  window.addEventListener("focus", hurry);
  open();

  return () => {
    source?.close();
    clearTimeout(timer);
    window.removeEventListener("online", hurry);
    window.removeEventListener("focus", hurry);
  };
}
