/**
 * Ends turns that do not end by themselves. A thread of its own looks every 100 ms whether the same turn is still running. After `limitMs`, or once
 * memory has grown by `limitBytes` within one turn, it terminates that turn's JavaScript through the inspector; the rest of the server goes on.
 *
 * It counts its own looks, not time: where the whole process was stopped for a while, both stood still.
 *
 * Some loops cannot be interrupted (V8 leaves out the check in a loop of built-in calls: an endless `push(new Array(...).fill(...))` runs until the
 * heap is full). If the same turn still runs `lastResortMs` later, its run is noted in `noteFile` and the process ends itself; whoever starts next sets
 * that run aside (`readStuckNote`) and goes on with the others.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { parseJson } from "../../kernel/json.ts";
import type { TurnWatch } from "./turns.ts";

export interface WatchLimits {
  readonly limitMs?: number;
  readonly limitBytes?: number;
  readonly lastResortMs?: number;
  /** After how long without a heartbeat of the event loop whatever it is at is ended, also outside a turn: an endless loop in a contract's code. */
  readonly stallMs?: number;
  /** Where to note the run before the process ends itself; without it, it never does. */
  readonly noteFile?: string;
}

const idBytes = 64;

const source = `
const { workerData } = require("node:worker_threads");
const { writeFileSync } = require("node:fs");
const inspector = require("node:inspector");
const state = new Int32Array(workerData.shared, 0, 5);
const runId = new Uint8Array(workerData.shared, 20);
const session = new inspector.Session();
session.connectToMainThread();
let turn = -1, looks = 0, memory = 0, looksSince = -1, beat = -1, silent = 0;
setInterval(() => {
  const lastBeat = Atomics.load(state, 3);
  silent = lastBeat === beat ? silent + 1 : 0;
  beat = lastBeat;
  if (Atomics.load(state, 1) === 0) {
    turn = -1;
    if (silent * 100 < workerData.stallMs) return;
    silent = 0;
    return session.post("Runtime.terminateExecution");
  }
  const current = Atomics.load(state, 0);
  const used = process.memoryUsage.rss();
  if (current !== turn) { turn = current; looks = 0; memory = used; looksSince = -1; return; }
  looks += 1;
  if (looks * 100 < workerData.limitMs && used - memory < workerData.limitBytes) return;
  if (looksSince < 0) {
    looksSince = looks;
    Atomics.store(state, 2, current);
    session.post("Runtime.terminateExecution");
  } else if (workerData.noteFile && (looks - looksSince) * 100 > workerData.lastResortMs) {
    const run = String.fromCharCode(...runId.subarray(0, Atomics.load(state, 4)));
    writeFileSync(workerData.noteFile, JSON.stringify({ run }), { flush: true });
    process.kill(process.pid, "SIGKILL");
  }
}, 100);
`;

export interface Watchdog extends TurnWatch {
  stop(): Promise<void>;
}

export function startWatchdog(limits: WatchLimits = {}): Watchdog {
  const shared = new SharedArrayBuffer(20 + idBytes);
  const state = new Int32Array(shared, 0, 5);
  const id = new Uint8Array(shared, 20);
  const { limitMs = 10_000, limitBytes = 1_500_000_000, lastResortMs = 2_000, stallMs = 20_000, noteFile } = limits;
  const worker = new Worker(source, {
    eval: true,
    workerData: { shared, limitMs, limitBytes, lastResortMs, stallMs, noteFile },
  });
  worker.unref();
  const heartbeat = setInterval(() => Atomics.add(state, 3, 1), 500);
  heartbeat.unref();
  let turn = 0;
  return {
    enter(runId) {
      turn = (turn + 1) | 0;
      const length = Math.min(runId.length, idBytes);
      for (let index = 0; index < length; index++) id[index] = runId.charCodeAt(index);
      state[4] = length;
      Atomics.store(state, 0, turn);
      Atomics.store(state, 1, 1);
    },
    leave() {
      Atomics.store(state, 1, 0);
      return turn !== 0 && Atomics.load(state, 2) === turn;
    },
    stop: async () => {
      clearInterval(heartbeat);
      await worker.terminate();
    },
  };
}

/** The run that made the process before end itself, if it did; the note is removed. */
export function readStuckNote(noteFile: string): string | null {
  if (!existsSync(noteFile)) return null;
  const text = parseJson(readFileSync(noteFile, "utf8"));
  rmSync(noteFile);
  // A power cut may have torn it; it is written again then, for that run will not end this time either.
  const note = z.object({ run: z.string() }).safeParse(text.ok ? text.value : null);
  return note.success ? note.data.run : null;
}
