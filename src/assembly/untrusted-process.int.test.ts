/** Processes that would take the server with them: each in a process of its own, for the test runner must not see what they do. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";

const source = new URL("..", import.meta.url).href;
const prelude = `
  const { z } = await import("${import.meta.resolve("zod")}");
  const { assemble, projections } = await import("${source}assembly/assemble.ts");
  const { startWatchdog } = await import("${source}engine/turns/watchdog.ts");
  const { receive } = await import("${source}engine/intake.ts");
  const { cancelRun, retryRun } = await import("${source}engine/operations.ts");
  const { systemClock } = await import("${source}kernel/clock.ts");
  const { testPorts } = await import("${source}kernel/testing/test-ports.ts");
  const { openMemoryLog } = await import("${source}log/memory/open-memory-log.ts");
  const { process: define } = await import("${source}plan/process.ts");
  const ports = testPorts({ clock: systemClock });
  const log = openMemoryLog({ ports, projections });
  const input = z.looseObject({});
  const after = globalThis.setTimeout;
  const wait = (ms) => new Promise((resolve) => after(resolve, ms));
  const watch = startWatchdog({ limitMs: 500, limitBytes: 400_000_000 });
  const begin = (definitions) => {
    const praxis = assemble({ log, ports, watch, transport: async () => ({ status: 200, headers: {}, body: "{}" }), secrets: { value: () => "s" } });
    praxis.load(definitions);
    praxis.start();
    return praxis;
  };
  const send = async (praxis, type, n = 1) => {
    const incoming = { source: "t", id: type + n, type, payload: {}, about: null, account: "main", subject: null, principal: "source:t" };
    const { value, durable } = receive(praxis.engine, incoming);
    await durable;
    return value.runs;
  };
  const show = () => {
    const rows = log.sql.all("SELECT process, status, detail FROM runs ORDER BY process");
    console.log(JSON.stringify(Object.fromEntries(rows.map((row) => [row.process, row.detail ?? row.status]))));
    process.exit(0);
  };
`;

async function shownBy(code: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "praxis-untrusted-"));
  const script = join(folder, "script.mjs");
  writeFileSync(script, prelude + code);
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 30_000 });
  rmSync(folder, { recursive: true });
  const shown: Record<string, string> = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  return shown;
}

describe("a process that would take the server with it", () => {
  test("a loop without end is ended by the watchdog and set aside; other runs go on, and so does the watchdog", async () => {
    const shown = await shownBy(`
      const loops = define("loops", { on: "Go", input }, async (run) => { await run.sleep(1); for (;;); });
      const fine = define("fine", { on: "Go", input }, async (run) => { await run.sleep(1500); return "fine"; });
      const again = define("loops again", { on: "Later", input }, async () => { for (;;); });
      const praxis = begin([loops, fine, again]);
      await send(praxis, "Go");
      await wait(1200);
      await send(praxis, "Later");
      await wait(2000);
      show();
    `);
    assert.deepEqual(shown, { fine: "done", loops: "endless", "loops again": "endless" });
  });

  test("a rehearsal of a loop without end is ended by the watchdog too; live runs go on", async () => {
    const shown = await shownBy(`
      const loops = define("loops", { on: "Go", input }, async (run, { mood }) => { for (; mood === "bad"; ); return "well"; });
      const fine = define("fine", { on: "Later", input }, async (run) => { await run.sleep(500); return "fine"; });
      const praxis = begin([loops, fine]);
      const [id] = await send(praxis, "Go");
      await wait(100);
      const edits = { input: { mood: "bad" }, outcomes: new Map() };
      const rehearsing = praxis.forks.rehearse({ run: id, fromStep: 1, edits, by: "ada" }).catch((thrown) => thrown.code);
      await send(praxis, "Later");
      const code = await rehearsing;
      await wait(1000);
      if (code === "fork_breaks") show();
    `);
    assert.deepEqual(shown, { fine: "done", loops: "done" });
  });

  test("memory without bound is ended too", async () => {
    const shown = await shownBy(`
      const hoards = define("hoards", { on: "Go", input }, async () => { const all = []; for (;;) all.push(new Uint8Array(1_000_000).fill(1)); });
      const fine = define("fine", { on: "Go", input }, async () => "fine");
      const praxis = begin([hoards, fine]);
      await send(praxis, "Go");
      await wait(3000);
      show();
    `);
    assert.deepEqual(shown, { fine: "done", hoards: "endless" });
  });

  test("a promise that fails and that nobody awaits sets its run aside; the others go on", async () => {
    const shown = await shownBy(`
      const careless = define("careless", { on: "Go", input }, async (run) => { void Promise.reject(new Error("nobody looks")); await run.sleep(1000); });
      const fine = define("fine", { on: "Go", input }, async (run) => { await run.sleep(50); return "fine"; });
      const praxis = begin([careless, fine]);
      await send(praxis, "Go");
      await wait(300);
      show();
    `);
    assert.deepEqual(shown, { careless: "foreign_call", fine: "done" });
  });

  test("a branch that nobody awaits does not end the server when its run is cancelled", async () => {
    const shown = await shownBy(`
      const careless = define("careless", { on: "Go", input }, async (run) => { void run.sleep(100_000); await run.wait("Never"); });
      const praxis = begin([careless]);
      const [id] = await send(praxis, "Go");
      await wait(50);
      await cancelRun(praxis.engine, id, { principal: "person:ada", why: "enough" });
      await wait(100);
      show();
    `);
    assert.deepEqual(shown, { careless: "cancelled" });
  });
});
