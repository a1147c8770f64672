/** An owner that was stopped in the middle of a transaction, and who takes over from it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, test } from "node:test";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { type OpenedLog, openLog } from "./open-log.ts";
import { readOwner } from "./ownership.ts";
import { endStoppedOwner } from "./stopped-owner.ts";

const system = { principal: "system" };
const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "praxis-stopped-"));
  roots.push(root);
  return root;
}

function open(root: string, now: number): OpenedLog {
  const clock = new ManualClock(now);
  const ports = testPorts({ clock, seed: 5 });
  return openLog({
    folder: join(root, "data"),
    anchorFolder: join(root, "anchors"),
    ports,
    projections: [],
    fatal: () => undefined,
  });
}

describe("an owner that is stopped in the middle of a transaction (K2)", () => {
  /** Opens the folder, writes, and stops itself before the commit. */
  function stoppedOwner(root: string): { pid: number; ended: Promise<string | null> } {
    const source = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const script = join(root, "stopped.mjs");
    writeFileSync(
      script,
      `const { openLog } = await import(${source("./open-log.ts")});
       const { testPorts } = await import(${source("../../kernel/testing/test-ports.ts")});
       const { systemClock } = await import(${source("../../kernel/clock.ts")});
       const { log } = openLog({ folder: ${JSON.stringify(join(root, "data"))}, anchorFolder: ${JSON.stringify(join(root, "anchors"))},
         ports: testPorts({ clock: systemClock }), projections: [], fatal: () => process.exit(70) });
       await log.append("a", 0, [{ type: "Acknowledged", data: {} }], { principal: "system" }).durable;
       log.append("a", 1, [{ type: "Open", data: {} }], { principal: "system" });
       process.kill(process.pid, "SIGSTOP");
       setInterval(() => undefined, 1_000);`,
    );
    const child = spawn(process.execPath, [script], { stdio: "ignore" });
    assert.ok(child.pid);
    return { pid: child.pid, ended: new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal))) };
  }

  async function isStopped(pid: number): Promise<void> {
    while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, "utf8")))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  test("is ended by who takes over: what it had acknowledged is there, what it had open never was", async (context) => {
    if (process.platform !== "linux") return context.skip("only Linux tells whether a process is stopped");
    const root = newRoot();
    const { pid, ended } = stoppedOwner(root);
    await isStopped(pid);
    const second = open(root, Date.now() + 60_000);
    assert.equal(await ended, "SIGKILL");
    assert.deepEqual(
      second.log.readStream("a").map(({ type }) => type),
      ["Acknowledged"],
    );
    await second.log.append("a", 1, [{ type: "Next", data: {} }], system).durable;
    second.log.close();
    second.ownership.release();
  });

  test("is not ended while it may only be slow, nor where its number belongs to somebody else by now", async (context) => {
    if (process.platform !== "linux") return context.skip("only Linux tells whether a process is stopped");
    const root = newRoot();
    const { pid, ended } = stoppedOwner(root);
    await isStopped(pid);
    assert.throws(() => open(root, Date.now()), { code: "folder_in_use" });
    const { host } = readOwner(join(root, "data", "owner.json")) ?? {};
    assert.ok(host !== undefined);
    assert.equal(endStoppedOwner({ pid, host, startedAt: "", holdsLock: true }, join(root, "elsewhere")), false);
    assert.equal(endStoppedOwner({ pid, host: "another", startedAt: "", holdsLock: true }, join(root, "data")), false);
    process.kill(pid, "SIGCONT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(endStoppedOwner({ pid, host, startedAt: "", holdsLock: true }, join(root, "data")), false);
    process.kill(pid, "SIGKILL");
    assert.equal(await ended, "SIGKILL");
  });
});
