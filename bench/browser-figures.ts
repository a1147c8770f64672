/** What a browser measures of a page: when its first row is painted, what it was sent, and how long it waited for the server. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { z } from "zod";
import { desk } from "../console/e2e/testing/browser.ts";
import { until } from "../src/cli/testing/praxis-process.ts";

type StorageState = BrowserContextOptions["storageState"];

const resourcesSchema = z.array(
  z.object({ name: z.string(), transferSize: z.number(), requestStart: z.number(), responseStart: z.number() }),
);
const resources = `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).map(
  ({ name, transferSize, requestStart, responseStart }) => ({ name, transferSize, requestStart, responseStart }))`;

const isQuiet = `performance.now() - Math.max(...performance.getEntriesByType("resource").map(
  ({ responseEnd }) => responseEnd)) > 400`;

/** Milliseconds from the beginning of the navigation. */
export interface FirstPaint {
  /** Until anything was painted (first contentful paint). */
  readonly contentMs: number;
  /** Until what was looked for was painted. */
  readonly rowMs: number;
}

const paint = `new Promise((seen) => new PerformanceObserver((list) => {
  const found = list.getEntriesByName("first-contentful-paint")[0];
  if (found !== undefined) seen(found.startTime);
}).observe({ type: "paint", buffered: true }))`;

/** @param selector of the first row */
export async function firstPaint(
  browser: Browser,
  storageState: StorageState,
  url: string,
  selector: string,
): Promise<FirstPaint> {
  const context = await browser.newContext({ ...desk, ...(storageState === undefined ? {} : { storageState }) });
  await context.addInitScript(`globalThis.firstRow = new Promise((seen) => {
    const look = () => document.querySelector(${JSON.stringify(selector)}) === null
      ? requestAnimationFrame(look)
      : requestAnimationFrame(() => setTimeout(() => seen(performance.now())));
    look();
  })`);
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "commit" });
  const rowMs = z.number().parse(await page.evaluate("globalThis.firstRow"));
  const contentMs = z.number().parse(await page.evaluate(paint));
  await context.close();
  return { contentMs, rowMs };
}

/** Bytes on the wire until the list shows its first row. */
export async function transferred(
  browser: Browser,
  storageState: StorageState,
  url: string,
  label: string,
): Promise<number> {
  const context = await browser.newContext({ ...desk, ...(storageState === undefined ? {} : { storageState }) });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("list", { name: label }).getByRole("link").first().waitFor();
  const loaded = resourcesSchema.parse(await page.evaluate(resources));
  await context.close();
  return loaded.reduce((sum, { transferSize }) => sum + transferSize, 0);
}

/** A page without scripts and styles whose one row comes after as many bytes. */
export async function serveBarePage(bytes: number): Promise<{ readonly url: string; close(): void }> {
  const filling = randomBytes(Math.ceil(bytes / 2))
    .toString("hex")
    .slice(0, bytes);
  const html = `<!doctype html><title>bare</title><!-- ${filling} --><ul><li>A row</li></ul>`;
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** For each request of a page to the API, how long the browser waited for the first byte, each time that it was loaded. */
export async function serverTimes(context: BrowserContext, url: string, times: number): Promise<Map<string, number[]>> {
  const page = await context.newPage();
  const found = new Map<string, number[]>();
  for (let time = 0; time < times; time += 1) {
    await page.goto(url);
    await page.waitForLoadState("load");
    await page.getByRole("heading", { level: 1 }).waitFor();
    // All that is asked for at once has been answered when nothing more is under way for a while.
    await until("the page is quiet", async () => ((await page.evaluate(isQuiet)) === true ? true : undefined));
    for (const { name, requestStart, responseStart } of resourcesSchema.parse(await page.evaluate(resources))) {
      const { pathname, search } = new URL(name);
      if (!pathname.startsWith("/api/") || pathname === "/api/changes") continue;
      const request = pathname + search;
      found.set(request, [...(found.get(request) ?? []), responseStart - requestStart]);
    }
  }
  await page.close();
  return found;
}
