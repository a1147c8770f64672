/**
 * How fast the console is, in a real browser against a server of its own: until the inbox and the runs are first painted and show their first row, beside a
 * bare page of the same size; what the server takes for each page at 100,000 runs and 2,000 open gates; how the lists scroll from top to bottom, beside a
 * blank page; and how long a fresh folder takes from its start to the first ticket handled. What the figures were: docs/console-speed.md.
 *
 * `node --conditions=praxis-source bench/console.ts [--runs 100000] [--gates 2000] [--events 100000] [--times 5] [--folder <kept folder>] [--only paint|pages|scroll] [--turns 4000]`
 */
import { parseArgs } from "node:util";
import type { Browser, BrowserContext } from "playwright-core";
import { z } from "zod";
import { desk, openBrowser, signIn } from "../console/e2e/testing/browser.ts";
import { ShopAtWork } from "../console/e2e/testing/shop-at-work.ts";
import { until } from "../src/cli/testing/praxis-process.ts";
import { type FirstPaint, firstPaint, serveBarePage, serverTimes, transferred } from "./browser-figures.ts";
import { openLargeFolder } from "./large-folder.ts";
import { type Scrolled, scrollBlank, scrollList } from "./scroll-list.ts";

const { values: asked } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    gates: { type: "string", default: "2000" },
    events: { type: "string", default: "100000" },
    times: { type: "string", default: "5" },
    folder: { type: "string" },
    only: { type: "string" },
    turns: { type: "string", default: "4000" },
  },
});
const times = Number(asked.times);
const limitMs = 300;
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

/** Both from top to bottom: what is painted first, and how they scroll. */
const lists = {
  inbox: { path: "/", label: "Questions", pixelsATurn: 400 },
  runs: { path: "/runs", label: "Runs", pixelsATurn: 2_000 },
};
const mostTurns = Number(asked.turns);
const isAsked = (what: "paint" | "pages" | "scroll"): boolean => asked.only === undefined || asked.only === what;

const browser = await openBrowser();
if (asked.only === undefined) await sayFirstTicket();
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
  const large = await openLargeFolder(asked.folder, asked);
  try {
    const context = await browser.newContext(desk);
    await signIn(await context.newPage(), await large.loginUrl());
    if (isAsked("paint")) await sayFirstRows(browser, context, large.url);
    if (isAsked("pages")) await sayPages(context, large.url);
    if (isAsked("scroll")) await sayScrolling(context, large.url);
  } finally {
    await large.close();
  }
}

/** In a context of its own each time, so that nothing is kept from before; the server has answered before. */
async function sayFirstRows(browser: Browser, signedIn: BrowserContext, url: string): Promise<void> {
  const storageState = await signedIn.storageState();
  for (const [name, list] of Object.entries(lists)) {
    const bytes = await transferred(browser, storageState, url + list.path, list.label);
    const bare = await serveBarePage(bytes);
    const ours: FirstPaint[] = [];
    const bares: FirstPaint[] = [];
    for (let time = 0; time < times; time += 1) {
      ours.push(await firstPaint(browser, storageState, url + list.path, `[aria-label="${list.label}"] a`));
      bares.push(await firstPaint(browser, undefined, bare.url, "li"));
    }
    bare.close();
    const say = (what: string, paints: readonly FirstPaint[]): void =>
      console.log(
        `${what}: first paint ${told(paints.map(({ contentMs }) => contentMs))}; first row ${told(paints.map(({ rowMs }) => rowMs))}`,
      );
    say(`${name}, nothing cached (${Math.round(bytes / 1024)} KiB)`, ours);
    say("a bare page of that size", bares);
  }
}

async function sayScrolling(context: BrowserContext, url: string): Promise<void> {
  for (const [name, { path, label, pixelsATurn }] of Object.entries(lists)) {
    const page = await context.newPage();
    const list = await scrollList(page, { url: url + path, label }, pixelsATurn, mostTurns);
    await page.close();
    const blankPage = await context.newPage();
    const blank = await scrollBlank(blankPage, pixelsATurn, Math.min(list.turns, 500));
    await blankPage.close();
    const say = (what: string, { frames, late, slowestMs, dropped, longTasks, turns, tookMs }: Scrolled): void =>
      console.log(
        `${what}: ${turns} turns of the wheel in ${(tookMs / 1_000).toFixed(0)} s, ${frames} frames, ${(dropped * 100).toFixed(1)} % dropped, ${((late / frames) * 100).toFixed(2)} % over 50 ms, the slowest ${Math.round(slowestMs)} ms, ${longTasks} long tasks`,
      );
    say(`scrolling ${name}, ${list.rows} rows`, list);
    say("a blank page", blank);
  }
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

function told(tookMs: readonly number[]): string {
  const sorted = [...tookMs].sort((one, other) => one - other);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
