/**
 * Live updates of this page: which topics changed, and whether the connection stands. All tabs of a browser share one stream: the leading one has it and
 * tells the others.
 *
 * Invariants: nothing is missed between two tabs that lead, for each tab knows its own position, sees by the numbers where something is left out and asks
 * for it; no stream is open while no tab is visible, and a tab that becomes visible asks for all that came since; topics are handed on in batches, the next
 * one only after the last was taken in, so that a busy server cannot outrun the page, and not to a tab that nobody sees.
 */
import { openChangeSource } from "./change-source.ts";
import { leadOrWait } from "./lead.ts";
import { anything, fitOf, Memory, type Told } from "./told.ts";

export type LiveState = { readonly connected: true } | { readonly connected: false; readonly since: number };

export interface Live {
  state(): LiveState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** What tabs say to one another. */
type Message =
  | { readonly kind: "follows"; readonly after: number }
  | { readonly kind: "told"; readonly told: Told }
  | { readonly kind: "state"; readonly state: LiveState }
  /** The server begins here: an older state may have been put back. */
  | { readonly kind: "begun"; readonly position: number };

const gatherMs = 200;
const connected: LiveState = { connected: true };

/** @param after all up to there was read already */
export function listenToChanges(after: number, taken: (topics: string[]) => Promise<void>): Live {
  const listeners = new Set<() => void>();
  const pending = new Set<string>();
  const channel = new BroadcastChannel("praxis live updates 1");
  let state: LiveState = connected;
  let position = after;
  let leading: Memory | null = null;
  let giveUp: (() => void) | null = null;
  let isHandingOn = false;
  let isClosed = false;

  const isSeen = (): boolean => document.visibilityState === "visible";
  const say = (message: Message): void => channel.postMessage(message);

  const change = (next: LiveState): void => {
    if (next.connected === state.connected) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const handOn = async (): Promise<void> => {
    if (isHandingOn) return;
    isHandingOn = true;
    while (pending.size > 0 && !isClosed && isSeen()) {
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
      const topics = [...pending];
      pending.clear();
      await taken(topics).catch(() => {});
    }
    isHandingOn = false;
  };

  const take = (told: Told): void => {
    position = Math.max(position, told.position);
    for (const topic of told.topics) pending.add(topic);
    void handOn();
  };

  const lead = (): (() => void) => {
    const memory = new Memory();
    leading = memory;
    const tell = (told: Told): void => {
      memory.remember(told);
      say({ kind: "told", told });
      take(told);
    };
    const close = openChangeSource(position, {
      begun(from) {
        // What is shown is read anew after each gap: the server may have been put back to an older state meanwhile.
        const isAnew = !state.connected || from < position;
        if (from < position) memory.forget();
        position = Math.min(position, from);
        change(connected);
        say({ kind: "begun", position: from });
        say({ kind: "state", state });
        if (isAnew) tell({ after: from, position: from, topics: [anything] });
      },
      lost() {
        change({ connected: false, since: Date.now() });
        say({ kind: "state", state });
      },
      told: tell,
    });
    return () => {
      leading = null;
      close();
    };
  };

  const hearTold = (told: Told): void => {
    const fit = fitOf(told, position);
    if (fit === "gap") say({ kind: "follows", after: position });
    // Where the server was away, all is told to be read anew, at no later position.
    else if (fit === "new" || told.after === told.position) take(told);
  };

  const hear = (message: Message): void => {
    switch (message.kind) {
      case "follows":
        if (leading === null) return;
        say({ kind: "state", state });
        return say({ kind: "told", told: leading.since(message.after, position) });
      case "begun":
        if (leading === null) position = Math.min(position, message.position);
        return;
      case "state":
        if (leading === null) change(message.state);
        return;
      case "told":
        if (leading !== null) return;
        return hearTold(message.told);
    }
  };
  const onMessage = (event: MessageEvent<Message>): void => hear(event.data);

  const look = (): void => {
    if (!isSeen()) {
      giveUp?.();
      giveUp = null;
      return;
    }
    giveUp ??= leadOrWait(lead);
    if (leading === null) say({ kind: "follows", after: position });
    void handOn();
  };

  channel.addEventListener("message", onMessage);
  document.addEventListener("visibilitychange", look);
  look();

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      isClosed = true;
      document.removeEventListener("visibilitychange", look);
      giveUp?.();
      channel.close();
    },
  };
}
