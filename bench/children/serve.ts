/**
 * A server in a process of its own: `serve.ts <folder> [options as JSON]`. It tells where it listens and when it got there, one line for each word that it is told:
 * `begin <process> <runs> [account]` (when all of them wait), `start` (of its engine), `left` (runs that wait or move), `took <account> <since>` (from beginning to end, of its runs that began since then), `memory` (after all garbage is collected), `cpu`, `stalls` (of the event
 * loop since `start`). It ends with its input.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { integer } from "../../src/log/rows.ts";
import { createServer } from "../../src/server/create-server.ts";
import { listen } from "../../src/server/listen.ts";
import { tenSteps } from "../engines/ten-steps.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { hookSecret, orders, serveOptionsSchema, waiters, webhooks } from "./served.ts";
import { collectGarbage, cpuUsed } from "./spawn-child.ts";

const [root = "", given = "{}"] = process.argv.slice(2);
const options = serveOptionsSchema.parse(JSON.parse(given));
const loadedAt = Date.now();
const { praxis, log, ports, close } = openPraxis(root, {
  aheadMs: options.aheadMs,
  secrets: { HOOK_SECRET: hookSecret },
  ...(options.mostWaiting === undefined ? {} : { mostWaiting: options.mostWaiting }),
});
const openedAt = Date.now();
praxis.load([...waiters, tenSteps, webhooks, orders]);
const listening = await listen(createServer(praxis, { version: "bench", localToken: "bench" }), { port: 0 });
const delay = monitorEventLoopDelay({ resolution: 5 });
if (!options.startsLater) praxis.start();
const tell = (told: unknown) => process.stdout.write(`${JSON.stringify(told)}\n`);
tell({ url: listening.url, port: listening.port, loadedAt, openedAt, listeningAt: Date.now() });

const count = (statement: string) => integer(log.sql.get(statement) ?? {}, "count");
for await (const word of createInterface({ input: process.stdin })) {
  if (word === "start") {
    delay.enable();
    tell({ begun: praxis.start() });
  } else if (word.startsWith("begin ")) tell(await begin(word.split(" ")));
  else if (word === "left")
    tell({ left: count("SELECT count(*) AS count FROM runs WHERE status IN ('waiting', 'moving')") });
  else if (word.startsWith("took ")) tell(took(word.split(" ")));
  else if (word === "stalls") tell({ longestMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 });
  else if (word === "cpu") tell(cpuUsed());
  else if (word === "memory") tell(await memory());
}
await listening.close(0);
await close();

function took([, account = "", since]: string[]) {
  const done =
    "SELECT changed_at - started_at AS took FROM runs WHERE account = ? AND started_at >= ? AND status = 'done'";
  return { tookMs: log.sql.all(done, account, Number(since)).map((row) => integer(row, "took")) };
}

async function begin([, name = "", runs, account = "default"]: string[]) {
  const batch = 500;
  const waiting = `SELECT count(*) AS count FROM runs WHERE status = 'waiting' AND process = '${name}'`;
  for (let from = 0; from < Number(runs); from += batch) {
    const { durable } = log.write((transaction) => {
      for (let n = from; n < Math.min(from + batch, Number(runs)); n++) {
        const begun = { process: name, input: { n }, account, subject: null, trigger: null, parent: null };
        praxis.engine.startIn(transaction, ports.newId(), begun, { principal: "bench" });
      }
    });
    await durable;
    while (praxis.engine.unsettledCount > 0) await log.whenDurable().then(() => new Promise(setImmediate));
  }
  for (let looks = 0; looks < 3_000 && count(waiting) < Number(runs); looks++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return { waiting: count(waiting) };
}

async function memory() {
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}
