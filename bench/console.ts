/**
 * How fast the console is, in a real browser: until the inbox shows its first row, beside a bare page of the same size; what the server takes for each page
 * at 100,000 runs and 2,000 open gates; how the list of runs scrolls; and how long a fresh folder takes from its start to the first ticket handled.
 *
 * `node --conditions=praxis-source bench/console.ts [--runs 100000] [--gates 2000] [--events 100000] [--times 5] [--folder <kept folder>]`
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, BrowserContext } from "playwright-core";
import { z } from "zod";
import { desk, openBrowser, signIn } from "../console/e2e/testing/browser.ts";
import { ShopAtWork } from "../console/e2e/testing/shop-at-work.ts";
import { assemble, projections } from "../src/assembly/assemble.ts";
import { until } from "../src/cli/testing/praxis-process.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { noFailpoints } from "../src/kernel/failpoints.ts";
import { idSource } from "../src/kernel/ids.ts";
import { SystemRandom } from "../src/kernel/random.ts";
import { openLog } from "../src/log/sqlite/open-log.ts";
import { createServer } from "../src/server/create-server.ts";
import { listen } from "../src/server/listen.ts";
import { firstRow, serveBarePage, serverTimes, transferred } from "./browser-figures.ts";
import { fillFolder } from "./fill-folder.ts";
import { scrollRuns } from "./scroll-runs.ts";

const { values: asked } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    gates: { type: "string", default: "2000" },
    events: { type: "string", default: "100000" },
    times: { type: "string", default: "5" },
    folder: { type: "string" },
  },
});
const times = Number(asked.times);
const limitMs = 300;
const token = "bench";
const pages = {
  inbox: "/",
  runs: "/runs",
  "runs, found": "/runs?q=customer77%40example.com",
  "runs, waiting": "/runs?status=waiting",
  effects: "/effects",
  processes: "/processes",
  customers: "/customers",
  figures: "/reports",
  reports: "/reports?tab=published",
  quarantine: "/quarantine",
  intake: "/intake",
  settings: "/settings?tab=people",
};

const browser = await openBrowser();
await sayFirstTicket();
await sayLargeFolder();
await browser.close();

/** From the command to the first letter that was answered, on a folder that nobody has used. */
async function sayFirstTicket(): Promise<void> {
  const doneSchema = z.object({ runs: z.array(z.object({ process: z.string() })) });
  const tookMs: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    const shop = await ShopAtWork.open({ letters: true, supervised: true });
    await until("a letter is answered", async () => {
      const { runs } = await shop.get(doneSchema, "/api/runs?status=done");
      return runs.some(({ process }) => process === "answer mail") ? true : undefined;
    });
    tookMs.push(performance.now() - begun);
    shop.close();
  }
  console.log(`start to the first ticket handled: ${told(tookMs)}`);
}

async function sayLargeFolder(): Promise<void> {
  const large = await openLargeFolder();
  try {
    const context = await browser.newContext(desk);
    await signIn(await context.newPage(), await large.loginUrl());
    await sayFirstRow(browser, context, large.url);
    await sayPages(context, large.url);
    const { frames, slow, slowestMs, rows } = await scrollRuns(await context.newPage(), `${large.url}/runs`);
    console.log(
      `scrolling ${rows} runs: ${frames} frames, ${slow} over 50 ms, the slowest ${Math.round(slowestMs)} ms`,
    );
  } finally {
    await large.close();
  }
}

/** In a context of its own each time, so that nothing is kept from before; the server has answered before. */
async function sayFirstRow(browser: Browser, signedIn: BrowserContext, url: string): Promise<void> {
  const storageState = await signedIn.storageState();
  const consoleMs: number[] = [];
  const bareMs: number[] = [];
  const bytes = await transferred(browser, storageState, url);
  const bare = await serveBarePage(bytes);
  for (let time = 0; time < times; time += 1) {
    consoleMs.push(await firstRow(browser, storageState, url, '[aria-label="Questions"] a'));
    bareMs.push(await firstRow(browser, undefined, bare.url, "li"));
  }
  bare.close();
  console.log(`first row of the inbox, nothing cached (${Math.round(bytes / 1024)} KiB): ${told(consoleMs)}`);
  console.log(`first row of a bare page of that size: ${told(bareMs)}`);
}

async function sayPages(context: BrowserContext, url: string): Promise<void> {
  let slowest = 0;
  for (const [name, path] of Object.entries(pages)) {
    const requests = await serverTimes(context, `${url}${path}`, times);
    const all = [...requests.values()].flat();
    const worst = [...requests]
      .map(([request, ms]) => ({ request, ms: Math.max(...ms) }))
      .sort((a, b) => b.ms - a.ms)[0];
    slowest = Math.max(slowest, ...all);
    console.log(`${name.padEnd(14)} ${told(all)}  slowest: ${worst?.request ?? ""}`);
  }
  console.log(slowest <= limitMs ? `no page waits over ${limitMs} ms for the server` : `a page waits ${slowest} ms`);
}

/** @returns an in-process server over a folder with a year of a busy shop; nothing is executed. */
async function openLargeFolder() {
  let now = systemClock.now();
  const clock = { ...systemClock, now: () => now };
  const random = new SystemRandom();
  const ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
  const root = asked.folder ?? mkdtempSync(join(tmpdir(), "praxis-console-"));
  const isFilled = existsSync(join(root, "data"));
  const { log, ownership } = openLog({
    folder: join(root, "data"),
    anchorFolder: join(root, "anchors"),
    ports,
    projections,
    fatal: (error) => {
      throw error;
    },
  });
  const sizes = { runs: Number(asked.runs), openGates: Number(asked.gates), longRun: Number(asked.events) };
  if (!isFilled) {
    await fillFolder(log, sizes, now, (at) => {
      now = at;
    });
  }
  now = systemClock.now();
  const transport = () => Promise.reject(new Error("nothing is sent"));
  const praxis = assemble({ log, ports, transport, secrets: { value: () => undefined } });
  const listening = await listen(createServer(praxis, { version: "bench", localToken: token }), { port: 0 });
  const call = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(`${listening.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return response.json();
  };
  return {
    url: listening.url,
    async loginUrl(): Promise<string> {
      await call("/api/people", { name: "bench", role: "admin" });
      return z.object({ url: z.string() }).parse(await call("/api/people/bench/login-link", {})).url;
    },
    async close(): Promise<void> {
      await listening.close(0);
      praxis.stop();
      log.close();
      ownership.release();
      if (asked.folder === undefined) rmSync(root, { recursive: true });
    },
  };
}

function told(tookMs: readonly number[]): string {
  const sorted = [...tookMs].sort((one, other) => one - other);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
