/**
 * How long the API takes over a folder with 100,000 runs, 2,000 open gates and one run of 100,000 events: p50 and p95 for each endpoint, over HTTP.
 *
 * `node --conditions=praxis-source bench/lists.ts [--runs 100000] [--gates 2000] [--events 100000] [--times 30] [--folder <kept folder>]`; what a folder holds already is measured as it is
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { assemble, projections } from "../src/assembly/assemble.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { noFailpoints } from "../src/kernel/failpoints.ts";
import { idSource } from "../src/kernel/ids.ts";
import { SystemRandom } from "../src/kernel/random.ts";
import { text } from "../src/log/rows.ts";
import { openLog } from "../src/log/sqlite/open-log.ts";
import { createServer } from "../src/server/create-server.ts";
import { listen } from "../src/server/listen.ts";
import { fillFolder, findInFolder } from "./fill-folder.ts";

const { values: asked } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    gates: { type: "string", default: "2000" },
    events: { type: "string", default: "100000" },
    times: { type: "string", default: "30" },
    folder: { type: "string" },
  },
});

const token = "bench";
const limitMs = 300;

let now = systemClock.now();
const clock = { ...systemClock, now: () => now };
const random = new SystemRandom();
const ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
const root = asked.folder ?? mkdtempSync(join(tmpdir(), "praxis-lists-"));
const { log, ownership } = openLog({
  folder: join(root, "data"),
  anchorFolder: join(root, "anchors"),
  ports,
  projections,
  fatal: (error) => {
    throw error;
  },
});
const started = performance.now();
const sizes = { runs: Number(asked.runs), openGates: Number(asked.gates), longRun: Number(asked.events) };
const setTime = (at: number): void => {
  now = at;
};
const isFilled = log.head().position > 0;
const filled = isFilled ? findInFolder(log) : await fillFolder(log, sizes, now, setTime);
console.log(`${log.head().position} events in ${Math.round((performance.now() - started) / 1000)} s`);

const praxis = assemble({
  log,
  ports,
  transport: () => Promise.reject(new Error("nothing is sent")),
  secrets: { value: () => undefined },
});
const app = createServer(praxis, { version: "bench", localToken: token });
const listening = await listen(app, { port: 0 });

const gate = text(log.sql.get("SELECT id FROM gates WHERE status = 'open' ORDER BY opened_at LIMIT 1") ?? {}, "id");
const week = "2026-W20";
const paths = [
  "/api/runs/counts",
  "/api/runs?limit=50",
  "/api/runs?limit=200",
  "/api/runs?status=waiting",
  "/api/runs?status=done&process=refund%20returns",
  "/api/runs?status=waiting&process=weekly%20report&account=outlet",
  "/api/runs?setAside=threw",
  "/api/runs?touched=yes",
  "/api/runs?touched=no",
  "/api/runs?touched=no&account=outlet&status=done",
  `/api/runs?week=${week}`,
  `/api/runs?week=${week}&touched=yes`,
  "/api/runs?q=returns",
  "/api/runs?q=customer77%40example.com",
  `/api/runs?q=${gate}`,
  `/api/runs?q=${filled.refundRun.slice(0, 8)}`,
  "/api/runs?q=nothing%20that%20is%20there",
  "/api/runs?q=%23W77001",
  "/api/runs?q=770",
  "/api/runs?q=dent",
  "/api/runs?q=dent&status=waiting&account=outlet",
  "/api/runs?q=dent&setAside=threw&touched=yes",
  "/api/runs?q=dent%20refund%20W77001",
  "/api/customers?limit=50",
  "/api/customers?q=customer",
  "/api/customers?q=customer2077",
  "/api/customers?q=W77001",
  "/api/customers?q=dent",
  "/api/gates?status=open&limit=200",
  "/api/gates?status=open&order=oldest",
  "/api/gates?status=open&process=refund%20returns&kind=approval&order=oldest",
  "/api/gates?status=open&q=customer77%40",
  "/api/gates?status=open&q=nothing%20that%20is%20there",
  "/api/gates?status=open&q=%23W99001",
  "/api/gates?process=refund%20returns",
  `/api/gates/${gate}`,
  "/api/effects?limit=200",
  "/api/effects?order=unknown-first",
  "/api/effects?status=refused",
  "/api/effects?status=succeeded&account=outlet",
  "/api/effects?q=refund",
  "/api/effects?q=customer77%40example.com",
  "/api/effects?q=W77001",
  "/api/effects?q=dent",
  `/api/runs/${filled.refundRun}/story`,
  `/api/runs/${filled.gateRun}/story`,
  `/api/runs/${filled.longRun}/story`,
  `/api/runs/${filled.longRun}/story?from=60000&limit=500`,
  `/api/runs/${filled.longRun}/events?from=90000&limit=500`,
  `/api/runs/${filled.longRun}/events?q=parcel%20zzz`,
  `/api/why/${filled.longRun}`,
];

let slow = 0;
for (const path of paths) {
  const tookMs: number[] = [];
  let bytes = 0;
  for (let time = 0; time < Number(asked.times); time++) {
    const begun = performance.now();
    const response = await fetch(`${listening.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const body = await response.text();
    tookMs.push(performance.now() - begun);
    bytes = body.length;
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${body.slice(0, 200)}`);
  }
  tookMs.sort((one, other) => one - other);
  const at = (share: number): number => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? 0;
  if (at(0.95) > limitMs) slow += 1;
  const figures = [at(0.5), at(0.95), at(1)].map((ms) => ms.toFixed(1).padStart(7)).join(" ");
  console.log(
    `${figures} ms  ${String(Math.ceil(bytes / 1024)).padStart(5)} KiB  ${path.replaceAll(filled.longRun, "<long run>")}`,
  );
}
console.log(slow === 0 ? `p95 of all is under ${limitMs} ms` : `${slow} endpoints take over ${limitMs} ms`);
await listening.close(0);
praxis.stop();
log.close();
ownership.release();
if (asked.folder === undefined) rmSync(root, { recursive: true });
process.exitCode = slow === 0 ? 0 : 1;
