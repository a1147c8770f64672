/** Praxis as one of the engines of bench/peers: the real log, the real engine, all projections; a run is done when its end is on disk. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { checkRun, type Engine, runConcurrently } from "../peers/engine.ts";
import { folderBytes } from "../peers/engines/folder-bytes.ts";
import { type OpenedBench, openPraxis } from "../praxis/open-praxis.ts";
import { RunEnds } from "../praxis/run-ends.ts";
import { answerSchema, tenSteps } from "./ten-steps.ts";

const { version } = z.object({ version: z.string() }).parse(createRequire(import.meta.url)("praxis/package.json"));

export function praxisEngine(durability: "before next" | "before out"): Engine {
  let opened: OpenedBench | undefined;
  let ends: RunEnds | undefined;
  let root = "";
  const runOne = async () => {
    if (ends === undefined) throw new Error("The engine was not started.");
    checkRun(answerSchema.parse(await ends.run("ten steps", {})));
  };
  return {
    name: `Praxis, ${durability}`,
    version: () => version,
    store: "SQLite on a file, WAL; commits are synced by fdatasync in a thread beside the event loop (ADR 0019)",
    promises: durability,
    settledBy: "a checkpoint; all that the folder holds but the write-ahead log, which is reused",
    async start(folder) {
      root = folder;
      opened = openPraxis(folder, { durability });
      opened.praxis.load([tenSteps]);
      opened.praxis.start();
      ends = new RunEnds(opened);
    },
    runOne,
    runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
    async bytesOnDisk() {
      const path = join(root, "data", "log.db");
      const beside = new DatabaseSync(path);
      beside.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      beside.close();
      return folderBytes(root);
    },
    processIds: () => [process.pid],
    async stop() {
      await opened?.close();
    },
  };
}
