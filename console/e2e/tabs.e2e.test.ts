/** Many tabs of one browser: they share one stream of changes, hand it on without a gap, and hold none while nobody looks. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { openBrowser, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { openMorning } from "./testing/morning.ts";
import type { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;
let shop: ShopAtWork;

before(async () => {
  if (skip === false) [browser, shop] = await Promise.all([openBrowser(), openMorning()]);
});
after(async () => {
  await browser?.close();
  shop?.close();
});

/** More than a browser has connections to one host. */
const tabs = 8;

const questions = (page: Page) => page.getByRole("list", { name: "Questions" }).getByRole("link");

/** Streams of changes that tabs hold, by tab. */
class Streams {
  readonly #open = new Map<Page, number>();

  watch(page: Page): void {
    this.#open.set(page, 0);
    const isStream = (url: string): boolean => new URL(url).pathname === "/api/changes";
    const add = (url: string, change: number): void => {
      if (isStream(url)) this.#open.set(page, (this.#open.get(page) ?? 0) + change);
    };
    page.on("request", (request) => add(request.url(), 1));
    page.on("requestfailed", (request) => add(request.url(), -1));
    page.on("requestfinished", (request) => add(request.url(), -1));
    page.on("close", () => this.#open.delete(page));
  }

  holders(): Page[] {
    return [...this.#open].flatMap(([page, count]) => Array.from({ length: count }, () => page));
  }

  async holder(): Promise<Page> {
    return until("one tab has the stream", async () => {
      const [page, ...others] = this.holders();
      return others.length === 0 ? page : undefined;
    });
  }
}

/** As a browser does where another tab is brought to the front; headless ones leave all of them visible. */
async function show(page: Page, state: "visible" | "hidden"): Promise<void> {
  await page.evaluate(`Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));`);
}

async function openTabs(first: Page, count: number, streams: Streams): Promise<Page[]> {
  const pages = [first];
  while (pages.length < count) {
    const page = await first.context().newPage();
    streams.watch(page);
    await page.goto(shop.url);
    await questions(page).first().waitFor();
    pages.push(page);
  }
  return pages;
}

/** A letter that a person is asked about. @returns the id of the question, once the server has it */
async function asks(file: string, meanwhile: () => Promise<void> = async () => {}): Promise<string> {
  const before = new Set((await shop.openGates()).map(({ id }) => id));
  shop.letterArrives(file);
  await meanwhile();
  return until("it is asked", async () => (await shop.openGates()).find(({ id }) => !before.has(id))?.id);
}

/** Nothing but the stream brings it: no page is loaded anew, and no list asks by itself. */
const question = (page: Page, id: string) => page.locator(`a[href*="/gates/${id}"]`).first();
const seenIn = (pages: readonly Page[], id: string) => Promise.all(pages.map((page) => question(page, id).waitFor()));

test("eight tabs of one browser are all live, and when the one that listens is closed, another takes over without a gap", {
  skip,
}, async (t) => {
  const streams = new Streams();
  const first = await visit(t, browser, { baseURL: shop.url });
  streams.watch(first);
  await signIn(first, shop.loginUrl);
  const pages = await openTabs(first, tabs, streams);
  const leading = await streams.holder();
  await seenIn(pages, await asks("unclear/21-invoice-please.eml"));

  // What happens while nobody listens is there all the same, in each tab.
  const left = pages.filter((page) => page !== leading);
  await seenIn(left, await asks("unclear/24-question-only.eml", () => leading.close()));
  const next = await streams.holder();
  assert.notEqual(next, leading);
  await seenIn(left, await asks("tongues/43-de-zuruecksenden.eml"));
  assert.deepEqual(streams.holders(), [next]);
});

test("no stream is open while no tab is seen, and a tab that is seen again shows what came meanwhile", {
  skip,
}, async (t) => {
  const streams = new Streams();
  const one = await visit(t, browser, { baseURL: shop.url });
  streams.watch(one);
  await signIn(one, await shop.linkFor("tess", "approver"));
  const pages = await openTabs(one, 2, streams);
  const [, other = one] = pages;
  await streams.holder();
  for (const page of pages) await show(page, "hidden");
  await until("no stream is open", async () => (streams.holders().length === 0 ? true : undefined));
  const id = await asks("unclear/26-says-delivered-but.eml");
  assert.equal(await question(one, id).count(), 0);
  await show(other, "visible");
  await question(other, id).waitFor();
  assert.equal(await streams.holder(), other);
  assert.equal(await question(one, id).count(), 0);
  await show(one, "visible");
  await question(one, id).waitFor();
  assert.equal(await streams.holder(), other);
});
