/**
 * Live updates: listens to `/api/changes` and tells which topics changed. One per page.
 *
 * Invariants: a lost connection is told at once and is tried again for as long as the page is open; each attempt asks for all that came
 * after the last position that was seen, so nothing between is missed; topics are handed on in batches, the next one only after the
 * last was taken in, so that a busy server cannot outrun the page.
 */
import type { LiveChange, LiveHello } from "./types.ts";

export type LiveState = { readonly connected: true } | { readonly connected: false; readonly since: number };

export interface Live {
  state(): LiveState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

const gatherMs = 200;
const firstPauseMs = 500;
const longestPauseMs = 10_000;

export function listenToChanges(after: number, taken: (topics: string[]) => Promise<void>): Live {
  const listeners = new Set<() => void>();
  const pending = new Set<string>();
  let state: LiveState = { connected: true };
  let position = after;
  let pauseMs = firstPauseMs;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isHandingOn = false;
  let isClosed = false;

  const change = (next: LiveState): void => {
    if (next.connected === state.connected) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const handOn = async (): Promise<void> => {
    if (isHandingOn) return;
    isHandingOn = true;
    while (pending.size > 0 && !isClosed) {
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
      const topics = [...pending];
      pending.clear();
      await taken(topics).catch(() => {});
    }
    isHandingOn = false;
  };

  const open = (): void => {
    source = new EventSource(`/api/changes?after=${position}`);
    source.addEventListener("hello", (event) => {
      const hello: LiveHello = JSON.parse(event.data);
      // What is shown is read anew after each gap: the server may have been put back to an older state meanwhile.
      if (!state.connected) pending.add("*");
      position = Math.min(position, hello.position);
      pauseMs = firstPauseMs;
      change({ connected: true });
      void handOn();
    });
    source.addEventListener("change", (event) => {
      const told: LiveChange = JSON.parse(event.data);
      position = Math.max(position, told.position);
      for (const topic of told.topics) pending.add(topic);
      void handOn();
    });
    source.addEventListener("error", retry);
  };

  const retry = (): void => {
    change({ connected: false, since: Date.now() });
    source?.close();
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(open, pauseMs);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };

  const hurry = (): void => {
    if (isClosed || state.connected) return;
    source?.close();
    clearTimeout(timer);
    open();
  };
  window.addEventListener("online", hurry);
  window.addEventListener("focus", hurry);
  open();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      source?.close();
      clearTimeout(timer);
      window.removeEventListener("online", hurry);
      window.removeEventListener("focus", hurry);
    },
  };
}
