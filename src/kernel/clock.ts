/**
 * Time as a port (K8). Wall time can jump; `monotonicMs` cannot, and is what deadlines inside one process are measured by.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since some fixed moment of this process; never goes back. */
  monotonicMs(): number;
  /** Calls `work` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, work: () => void): () => void;
}

const longestTimeoutMs = 2 ** 31 - 1;
// Taken before any process code can be trapped: see engine/turns/traps.ts.
const wallNow = Date.now.bind(Date);
const { performance } = globalThis;
const steadyNow = performance.now.bind(performance);
const startTimer = globalThis.setTimeout;
const stopTimer = globalThis.clearTimeout;

/** Runs `work` in the next turn of the event loop. */
export const soon: (work: () => void) => void = globalThis.setImmediate;

export const systemClock: Clock = {
  now: () => wallNow(),
  monotonicMs: () => steadyNow(),
  after(delayMs, work) {
    const timer = startTimer(work, Math.min(Math.max(delayMs, 0), longestTimeoutMs));
    return () => stopTimer(timer);
  },
};
