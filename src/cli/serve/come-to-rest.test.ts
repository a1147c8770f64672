/** When a command that opens the folder in its own process may let go of it again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { projections } from "../../assembly/assemble.ts";
import { Bench } from "../../assembly/testing/bench.ts";
import { receive } from "../../engine/intake.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { SlowDisk } from "../../log/testing/slow-disk.ts";
import { process } from "../../plan/process.ts";
import { comeToRest } from "./come-to-rest.ts";

test("a run whose start the disk has not taken yet is not at rest, however long the disk takes", async () => {
  const sync = new SlowDisk();
  const greets = process("greets", { on: "Begin", input: z.null() }, async () => "hello");
  const bench = new Bench({ open: (ports) => openMemoryLog({ sync, ports, projections }), definitions: [greets] });
  const begin = { source: "test", id: "1", type: "Begin", payload: null, about: null, account: "main" };
  receive(bench.praxis.engine, { ...begin, subject: null, principal: "source:test" });
  let rests: boolean | null = null;
  const resting = comeToRest(bench.praxis, 10_000).then((isCalm) => {
    rests = isCalm;
  });
  await bench.pass(500);
  assert.equal(rests, null);
  sync.end();
  await bench.settle();
  assert.equal(rests, null, "it has to see that the run does not move any more");
  while (sync.waiting.length > 0) sync.end();
  await bench.pass(500);
  await resting;
  assert.equal(rests, true);
  assert.equal(bench.log.sql.get("SELECT status FROM runs")?.status, "done");
  bench.stop();
});
