/**
 * Ends turns that do not end by themselves: a thread of its own looks every 100 ms whether the same turn is still running. After `limitMs`, or
 * once memory has grown by `limitBytes` within one turn, it terminates that turn's JavaScript through the inspector; the rest of the server goes on.
 * Measured on Node 26: an endless loop in one run costs the others the limit, once.
 */
import { Worker } from "node:worker_threads";
import type { TurnWatch } from "./turns.ts";

export interface WatchLimits {
  readonly limitMs: number;
  readonly limitBytes: number;
}

const source = `
const { workerData } = require("node:worker_threads");
const inspector = require("node:inspector");
const state = new Int32Array(workerData.shared);
const session = new inspector.Session();
session.connectToMainThread();
let turn = -1, since = 0, memory = 0;
setInterval(() => {
  if (Atomics.load(state, 1) === 0) { turn = -1; return; }
  const current = Atomics.load(state, 0);
  const used = process.memoryUsage.rss();
  if (current !== turn) { turn = current; since = Date.now(); memory = used; return; }
  if (Date.now() - since < workerData.limitMs && used - memory < workerData.limitBytes) return;
  Atomics.store(state, 2, current);
  session.post("Runtime.terminateExecution");
}, 100);
`;

export interface Watchdog extends TurnWatch {
  stop(): Promise<void>;
}

export function startWatchdog(limits: WatchLimits = { limitMs: 10_000, limitBytes: 1_500_000_000 }): Watchdog {
  const shared = new SharedArrayBuffer(12);
  const state = new Int32Array(shared);
  const worker = new Worker(source, { eval: true, workerData: { shared, ...limits } });
  worker.unref();
  let turn = 0;
  return {
    enter() {
      turn = (turn + 1) | 0;
      Atomics.store(state, 0, turn);
      Atomics.store(state, 1, 1);
    },
    leave() {
      Atomics.store(state, 1, 0);
      return turn !== 0 && Atomics.load(state, 2) === turn;
    },
    stop: async () => {
      await worker.terminate();
    },
  };
}
