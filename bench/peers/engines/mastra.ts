/**
 * Mastra with LibSQL on a file: a workflow of ten steps in a row, with a snapshot after each.
 *
 * Its store sets synchronous=NORMAL on one connection of the client's pool of 20; the others keep FULL. Which of them is used is chance: of six times 64 runs
 * at once, three had 22 syncs a run and three had none. With a pool of one the setting holds, and that is the faster way.
 */
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { Mastra } from "@mastra/core";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { LibSQLStore } from "@mastra/libsql";
import { z } from "zod";
import { checkRun, type Engine, outcome, runConcurrently } from "../engine.ts";
import { folderBytes } from "./folder-bytes.ts";
import { packageVersion } from "./package-version.ts";

const value = z.object({ n: z.number(), text: z.string() });
const step = (n: number) =>
  createStep({ id: `step-${n}`, inputSchema: value, outputSchema: value, execute: async () => outcome(n) });

let storage: LibSQLStore | undefined;
let home = "";
let url = "";
let runOne = async () => {};

export const engine: Engine = {
  name: "Mastra",
  version: () => `${packageVersion("@mastra/core")}, libsql ${packageVersion("@mastra/libsql")}`,
  store:
    "LibSQL on a file, in process: journal_mode=WAL, synchronous=NORMAL, as it sets them; one connection; a snapshot of the run after each step",
  promises: "later",
  settledBy: "wal_checkpoint(TRUNCATE)",
  async start(folder) {
    home = folder;
    url = `file:${join(folder, "mastra.db")}`;
    storage = new LibSQLStore({ id: "bench", client: createClient({ url, concurrency: 1 }) });
    const tenSteps = createWorkflow({ id: "ten-steps", inputSchema: value, outputSchema: value })
      .then(step(0))
      .then(step(1))
      .then(step(2))
      .then(step(3))
      .then(step(4))
      .then(step(5))
      .then(step(6))
      .then(step(7))
      .then(step(8))
      .then(step(9))
      .commit();
    const mastra = new Mastra({ storage, workflows: { tenSteps }, logger: false });
    await storage.init();
    runOne = async () => {
      const run = await mastra.getWorkflow("tenSteps").createRun();
      const answer = await run.start({ inputData: { n: -1, text: "" } });
      checkRun(answer.status === "success" ? answer.result : undefined);
    };
  },
  runOne: () => runOne(),
  runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
  async bytesOnDisk() {
    const client = createClient({ url });
    await client.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    client.close();
    return folderBytes(home);
  },
  processIds: () => [process.pid],
  async stop() {
    await storage?.close();
  },
};
