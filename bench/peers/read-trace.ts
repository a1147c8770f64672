/**
 * Reads what strace wrote: the calls that bring data to the disk, and where they lie between the marks of steps and answers.
 *
 * Invariant: a sync counts when it has come back, since only then is something on disk.
 */
import { type Mode, markOfAnswer, markOfStep } from "./engine.ts";

/** sync_file_range starts or awaits writing, and promises nothing about the disk: traced and named, never counted as a sync. */
export const tracedCalls = "fsync,fdatasync,sync_file_range,syncfs,sync,msync,access,faccessat,faccessat2";
const bringToDisk = new Set(["fsync", "fdatasync", "syncfs", "sync", "msync"]);

export interface Trace {
  calls: Record<string, number>;
  syncs: number;
  betweenSteps: { with: number; of: number };
  beforeAnswer: { with: number; of: number };
}

export function readTrace(text: string): Trace {
  const calls: Record<string, number> = {};
  const betweenSteps = { with: 0, of: 0 };
  const beforeAnswer = { with: 0, of: 0 };
  let syncs = 0;
  let sinceStep: number | undefined;
  const note = (share: { with: number; of: number }) => {
    if (sinceStep === undefined) return;
    share.of += 1;
    if (sinceStep > 0) share.with += 1;
  };
  for (const line of text.split("\n")) {
    if (line.includes(`"${markOfStep}"`)) {
      note(betweenSteps);
      sinceStep = 0;
    } else if (line.includes(`"${markOfAnswer}"`)) {
      note(beforeAnswer);
      sinceStep = undefined;
    } else {
      const name = returnedCall(line);
      if (name === undefined || name.endsWith("access") || name.startsWith("faccessat")) continue;
      calls[name] = (calls[name] ?? 0) + 1;
      if (!bringToDisk.has(name)) continue;
      syncs += 1;
      if (sinceStep !== undefined) sinceStep += 1;
    }
  }
  return { calls, syncs, betweenSteps, beforeAnswer };
}

/** Of `12 fsync(3) = 0` and `12 <... fsync resumed>) = 0`, not of `12 fsync(3 <unfinished ...>`. */
function returnedCall(line: string) {
  const [, whole, resumed] = /^\d+\s+(?:(\w+)\(.*|<\.\.\. (\w+) resumed>.*)\s=\s0\b/.exec(line) ?? [];
  return whole ?? resumed;
}

/** What the order shows: nearly all, since a mark and a sync of another thread may be written down in either order. */
export function modeOf({ betweenSteps, beforeAnswer }: Trace): Mode {
  const nearlyAll = (share: { with: number; of: number }) => share.of > 0 && share.with / share.of >= 0.98;
  if (!nearlyAll(beforeAnswer)) return "later";
  return nearlyAll(betweenSteps) ? "before next" : "before out";
}
