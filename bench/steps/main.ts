import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { contract, process as defineProcess } from "praxis";
import { z } from "zod";
import { assemble, projections } from "../../src/assembly/assemble.ts";
import { startWatchdog } from "../../src/engine/watchdog.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { noFailpoints } from "../../src/kernel/failpoints.ts";
import { idSource } from "../../src/kernel/ids.ts";
import { SystemRandom } from "../../src/kernel/random.ts";
import { openLog } from "../../src/log/sqlite/open-log.ts";

const { values: asked } = parseArgs({
  options: {
    runs: { type: "string", default: "3000" },
    concurrency: { type: "string", default: "64" },
    one: { type: "string", default: "200" },
    rounds: { type: "string", default: "5" },
  },
});

const step = contract("bench.step", {
  tier: "T0",
  input: z.object({ n: z.int() }),
  output: z.object({ n: z.int(), text: z.string() }),
  perform: ({ n }) => ({ n, text: `outcome of step ${n}` }),
});
const tenSteps = defineProcess("ten steps", { on: "Begin", input: z.object({}) }, async (run) => {
  let sum = 0;
  for (let n = 0; n < 10; n++) sum += (await run.do(step, { n })).n;
  return sum;
});

const random = new SystemRandom();
const ports = { clock: systemClock, random, newId: idSource(systemClock, random), failpoints: noFailpoints };
const root = mkdtempSync(join(tmpdir(), "praxis-steps-"));
const { log, ownership } = openLog({
  folder: join(root, "data"),
  anchorFolder: join(root, "anchors"),
  ports,
  projections,
  fatal: (e) => {
    throw e;
  },
});
const watch = startWatchdog({ limitMs: 5000, limitBytes: 1e9, lastResortMs: 1000, noteFile: join(root, "stuck.json") });
const praxis = assemble({
  log,
  ports,
  transport: () => Promise.reject(new Error("x")),
  secrets: { value: () => undefined },
  watch,
});
praxis.load([tenSteps]);
praxis.start();
const { engine } = praxis;
const waiting = new Map<string, () => void>();
let finished: string[] = [];
const end = engine.end.bind(engine);
engine.end = (run, event, cause, successor) => {
  end(run, event, cause, successor);
  finished.push(run.id);
};
log.onDurable(() => {
  const done = finished;
  finished = [];
  for (const id of done) {
    waiting.get(id)?.();
    waiting.delete(id);
  }
});
function runOne(): Promise<void> {
  const id = ports.newId();
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    log.write((t) =>
      engine.startIn(
        t,
        id,
        { process: "ten steps", input: {}, account: "default", subject: null, trigger: null, parent: null },
        { principal: "bench", correlation: id },
      ),
    );
  });
}
async function many(runs: number, concurrency: number): Promise<number> {
  let left = runs;
  const t = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await runOne();
    }),
  );
  const used = process.cpuUsage(cpu);
  console.log(
    ((used.user + used.system) / (runs * 10)).toFixed(1),
    "us cpu/step",
    (used.user / (runs * 10)).toFixed(1),
    "user",
  );
  return (runs * 10) / ((performance.now() - t) / 1000);
}
await many(500, 64);
for (let r = 0; r < Number(asked.rounds); r++)
  console.log(Math.round(await many(Number(asked.runs), Number(asked.concurrency))), "steps/s");
const times: number[] = [];
for (let i = 0; i < Number(asked.one); i++) {
  const t = performance.now();
  await runOne();
  times.push(performance.now() - t);
}
times.sort((a, b) => a - b);
console.log(
  "one at a time p50",
  times[times.length >> 1]?.toFixed(2),
  "ms p95",
  times[Math.floor(times.length * 0.95)]?.toFixed(2),
);
const g = (globalThis as any).__st;
if (g)
  for (const [k, v] of [...g].sort((a: any, b: any) => b[1][1] - a[1][1]).slice(0, 20))
    console.log(
      v[0],
      v[1].toFixed(0) + "ms",
      ((v[1] / v[0]) * 1000).toFixed(1) + "us",
      k.slice(0, 90).replace(/\s+/g, " "),
    );
praxis.stop();
await watch.stop();
log.close();
ownership.release();
rmSync(root, { recursive: true });
process.exit(0);
