/** What people do beside answering: pass on, fork, put customers together, read rows of a file in, say what became of an effect; also on a phone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { desk, openBrowser, phone, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { kettle, openMorning, runOf } from "./testing/morning.ts";
import type { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
/** A provider that can neither be asked nor told a call twice: what is lost there, a person looks up, and soon. */
const environment = { PRAXIS_PAYMENTS_TIER: "T3", PRAXIS_SHOP_TIMEOUT_MS: "2000", PRAXIS_SHOP_SETTLE_MS: "100" };
let browser: Browser;
let shop: ShopAtWork;
let storageState: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

before(async () => {
  if (skip !== false) return;
  [browser, shop] = await Promise.all([openBrowser(), openMorning(environment)]);
  // Its result is long, and nothing in it can be broken.
  shop.letterArrives("plain/12-two-wishes.eml");
  await until("Grace's order is cancelled", async () =>
    (await shop.sentTo("grace.tanaka@example.com")).length > 0 ? true : undefined,
  );
  const context = await browser.newContext();
  await signIn(await context.newPage(), shop.loginUrl);
  storageState = await context.storageState();
  await context.close();
});
after(async () => {
  await browser?.close();
  shop?.close();
});

const open = async (t: Parameters<typeof visit>[0], path: string, options = {}) => {
  const page = await visit(t, browser, { baseURL: shop.url, storageState, ...options });
  await page.goto(path);
  return page;
};
const gateOf = async (part: string): Promise<string> =>
  (await shop.openGates()).find(({ title }) => title.includes(part))?.id ?? "";

/** Whole, between the edges of the window. */
async function assertInSight(page: Page, target: Locator): Promise<void> {
  // Looked at before it is scrolled to: that would move it also inside what cuts it off.
  const isCut = await target.evaluate((element) => {
    const edge = element.getBoundingClientRect();
    for (let outer = element.parentElement; outer !== null; outer = outer.parentElement)
      if (outer.getBoundingClientRect().right + 1 < edge.right) return true;
    return false;
  });
  assert.equal(isCut, false, "what it lies in ends before it does");
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  const width = page.viewportSize()?.width ?? 0;
  assert.ok(box !== null && box.x >= 0 && box.x + box.width <= width, `${JSON.stringify(box)} in ${width} px`);
}

for (const [name, options] of Object.entries({ desk, phone }))
  test(`at the ${name}, the verdict on each step of a rehearsal is in sight`, { skip }, async (t) => {
    const page = await open(t, `/runs/${await runOf(shop, "answer mail")}`, options);
    await page.getByRole("button", { name: "Fork", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rehearse" }).click();
    const step = page.getByRole("region", { name: "What the fork would do" }).getByRole("listitem");
    await assertInSight(page, step.getByText("Was done before, not done again").first());
  });

test("on a phone, what can be done about a moment of a run is not cut off", { skip }, async (t) => {
  const { run } = await shop.gate(await gateOf("#W7113001"));
  const page = await open(t, `/runs/${run}`, phone);
  const forks = page.getByRole("button", { name: "fork from here" });
  await forks.first().waitFor();
  for (const each of await forks.all()) await assertInSight(page, each);
  await assertInSight(page, page.getByRole("link", { name: "Open the question" }).first());
});

test("a run is forked after its rehearsal; what was done before is not done again", { skip }, async (t) => {
  const run = await runOf(shop, "refund returns");
  const page = await open(t, `/runs/${run}`);
  await page.getByRole("button", { name: "Fork", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Rehearse" }).click();
  await dialog.getByLabel("Why", { exact: true }).fill("to see that nothing is done twice");
  await dialog.getByRole("button", { name: "Fork", exact: true }).click();
  await page.getByText("Forked. This is the new run.").waitFor();
  assert.ok(!page.url().includes(run));
  const fork = new URL(page.url()).pathname.split("/").at(-1);
  await until("the fork is done", async () => {
    const { status } = await shop.get(z.object({ status: z.string() }), `/api/runs/${fork}`);
    return status === "done" ? true : undefined;
  });
  assert.equal((await shop.refunds(kettle.orderId)).length, 1);
});

test("a question is passed on to somebody, and up", { skip }, async (t) => {
  await shop.linkFor("otto", "approver");
  const id = await gateOf("Ruth Abrams");
  const page = await open(t, `/gates/${id}`);
  const owner = async () => (await shop.get(z.object({ owner: z.string() }), `/api/gates/${id}`)).owner;
  await page.getByRole("button", { name: "Ask somebody" }).click();
  await page.getByLabel("To", { exact: true }).fill("otto");
  await page.getByLabel("What should they know").fill("you know her");
  await page.getByRole("button", { name: "Pass on" }).click();
  await page.getByText(/^Passed on to otto/).waitFor();
  assert.equal(await owner(), "otto");
  await page.getByRole("button", { name: "Pass up" }).click();
  await page.getByLabel("What should they know").fill("she is angry");
  await page.getByRole("button", { name: "Pass on" }).click();
  await page.getByText(/^Passed on to the admins/).waitFor();
  assert.equal(await owner(), "admin");
});

test("two customers are put together, and are two again", { skip }, async (t) => {
  const ids = z.object({ customers: z.tuple([z.object({ id: z.string() })], z.unknown()) });
  const emily = (await shop.get(ids, "/api/customers?q=emily_hart")).customers[0].id;
  const page = await open(t, `/customers/${emily}`);
  await page.getByRole("button", { name: "Put together" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("A handle of the other one").fill("theo.martin@example.com");
  await dialog.getByRole("radio").first().check();
  await dialog.getByLabel("Why").fill("they wrote so");
  await dialog.getByRole("button", { name: "Put together" }).click();
  await page.getByText(/ are one\.$/).waitFor();
  await page.locator(".detail-line").getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("they are two");
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await page.getByText(/ are two again\.$/).waitFor();
});

test("rows of a file are read in, each with its own result", { skip }, async (t) => {
  const page = await open(t, "/intake?form=returned%20goods");
  const rows = [
    "orderId,customer,itemIds",
    `${kettle.orderId},${kettle.customer},${kettle.itemIds.join(" ")}`,
    `,${kettle.customer},`,
  ];
  const file = { name: "goods.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
  await page.getByLabel(/^CSV file/).setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
  const lines = page
    .getByRole("region", { name: "Lines" })
    .or(page.getByRole("table", { name: "Lines" }))
    .first();
  await lines.getByText("Line 2").waitFor();
  await lines.getByText("Line 3").waitFor();
  assert.equal((await shop.refunds(kettle.orderId)).length, 1, "the same unit is refunded once");
});

test("an example fills the form for a newcomer, and something comes of it", { skip }, async (t) => {
  const page = await open(t, "/intake");
  await page.getByRole("button", { name: "Cancel an order" }).click();
  assert.match(await page.getByLabel("What the customer wrote").inputValue(), /#W7001001/);
  await page.getByRole("button", { name: "Send it in" }).click();
  await page
    .getByRole("list", { name: "Sent in" })
    .getByRole("link", { name: /^Done: / })
    .waitFor();
});

test("an effect of which nobody knows is looked up by a person, and is not done again", { skip }, async (t) => {
  await shop.nextAnswerIsLost("/payments/refunds");
  shop.letterArrives("plain/01-cancel.eml");
  const id = await until("somebody is asked", async () => {
    const gates = await shop.openGates();
    return gates.find(({ kind }) => kind === "unknown")?.id;
  });
  const page = await open(t, `/gates/${id}`);
  await page.getByRole("button", { name: "It happened" }).click();
  await page.getByLabel(/^ID/).fill("seen-in-the-list");
  await page.getByRole("button", { name: "Record that it happened" }).click();
  await page.getByText(/^Recorded as done: /).waitFor();
  await until("it counts", async () => ((await shop.gate(id)).status === "answered" ? true : undefined));
  await until("the customer is told", async () =>
    (await shop.sentTo("emily.hart@example.com")).some(({ text }) => text.includes("#W7106001")) ? true : undefined,
  );
  assert.equal((await shop.refunds("#W7106001")).length, 1);
});

test("the inbox says what just happened, and leads to it", { skip }, async (t) => {
  const page = await open(t, "/");
  await page.getByRole("link", { name: /^\d+ handled in the last hour, \d+ refunds?/ }).click();
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
});
