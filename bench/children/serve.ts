/**
 * A server in a process of its own: `serve.ts <folder> [options as JSON]`. It tells where it listens and when it got there, one line for each word that it is told:
 * `memory` (after all garbage is collected), `waiting` (how many runs wait), `stalls` (the longest that the event loop was not free). It ends with its input.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { integer } from "../../src/log/rows.ts";
import { createServer } from "../../src/server/create-server.ts";
import { listen } from "../../src/server/listen.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { hookSecret, serveOptionsSchema, waiters, webhooks } from "./served.ts";
import { collectGarbage } from "./spawn-child.ts";

const [root = "", given = "{}"] = process.argv.slice(2);
const options = serveOptionsSchema.parse(JSON.parse(given));
const loadedAt = Date.now();
const { praxis, log, close } = openPraxis(root, { aheadMs: options.aheadMs, secrets: { HOOK_SECRET: hookSecret } });
const openedAt = Date.now();
praxis.load([...waiters, webhooks]);
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
  } else if (word === "left")
    tell({ left: count("SELECT count(*) AS count FROM runs WHERE status IN ('waiting', 'moving')") });
  else if (word === "stalls") tell({ longestMs: delay.max / 1e6, p99Ms: delay.percentile(99) / 1e6 });
  else if (word === "memory") tell(await memory());
}
await listening.close(0);
await close();

async function memory() {
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}
