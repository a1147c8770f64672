/** DBOS Transact on PostgreSQL: a workflow of ten steps, called in the process that executes it. */
import { DBOS } from "@dbos-inc/dbos-sdk";
import { checkRun, type Engine, outcome, runConcurrently, stepsPerRun } from "../engine.ts";
import { packageVersion } from "./package-version.ts";
import { Postgres } from "./postgres.ts";

const postgres = new Postgres();

const tenSteps = DBOS.registerWorkflow(
  async () => {
    let last = { n: -1, text: "" };
    for (let n = 0; n < stepsPerRun; n++) last = await DBOS.runStep(async () => outcome(n), { name: `step ${n}` });
    return last;
  },
  { name: "tenSteps" },
);

const runOne = async () => checkRun(await tenSteps());

export const engine: Engine = {
  name: "DBOS Transact",
  version: () => `${packageVersion("@dbos-inc/dbos-sdk")}, ${postgres.version()}`,
  store:
    "PostgreSQL on loopback as initdb makes it: fsync=on, synchronous_commit=on; pool of 10 connections (its default)",
  promises: "before next",
  settledBy: "VACUUM FULL and CHECKPOINT; the database without the write-ahead log",
  async start(folder) {
    const systemDatabaseUrl = await postgres.start(folder);
    DBOS.setConfig({ name: "bench", systemDatabaseUrl, logLevel: "error" });
    await DBOS.launch();
  },
  runOne,
  runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
  bytesOnDisk: () => postgres.settledBytes(),
  processIds: () => [process.pid, ...postgres.processIds()],
  async stop() {
    await DBOS.shutdown().catch(() => {});
    await postgres.stop();
  },
};
