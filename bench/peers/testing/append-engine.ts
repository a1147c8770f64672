/** A small engine that is what it says: outcomes as lines in one file, which it syncs before the next step, before the answer, or never. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { checkRun, type Engine, type Mode, outcome, runConcurrently, stepsPerRun } from "../engine.ts";

export function appendEngine(promises: Mode, keeps: Mode = promises): Engine {
  let path = "";
  let file = 0;
  let server: ChildProcess | undefined;
  const runOne = async () => {
    let last = { n: -1, text: "" };
    for (let n = 0; n < stepsPerRun; n++) {
      last = outcome(n);
      writeSync(file, `${JSON.stringify(last)}\n`);
      if (keeps === "before next") fdatasyncSync(file);
      await undefined;
    }
    if (keeps === "before out") fdatasyncSync(file);
    checkRun(last);
  };
  return {
    name: `append, ${promises}`,
    version: () => "1",
    store: "one file",
    promises,
    settledBy: "nothing",
    async start(folder) {
      path = join(folder, "log");
      file = openSync(path, "a");
      server = spawn("sleep", ["600"]);
    },
    runOne,
    runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
    bytesOnDisk: async () => statSync(path).size,
    processIds: () => [process.pid, ...(server?.pid === undefined ? [] : [server.pid])],
    /** It leaves its server running, as one that has gone wrong would. */
    stop: async () => closeSync(file),
  };
}
