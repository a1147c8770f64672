/** A moment: relative in the text, exact on hover and for programs, in the zone that the viewer chose. */
import { useSyncExternalStore } from "react";
import { useZone } from "../../preferences/zone.ts";
import { exactTime, relativeTime } from "../../text/time-words.ts";

const everyMs = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The clock that all shown moments share: it steps every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow);
}

function readNow(): number {
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(step, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function step(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

export function Moment({ at, prefix = "" }: { at: number; prefix?: string }) {
  const zone = useZone();
  const current = Math.max(useNow(), now);
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)}>
      {prefix}
      {relativeTime(at, current, zone)}
    </time>
  );
}

export function ExactMoment({ at }: { at: number }) {
  const zone = useZone();
  return <time dateTime={new Date(at).toISOString()}>{exactTime(at, zone)}</time>;
}
