/** The inbox without a mouse: one answer, taken back within its seconds; many at once, each with its result; and who may not. */
import assert from "node:assert/strict";
import { after, before, beforeEach, type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { openBrowser, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { activate, press, typeInto } from "./testing/keyboard.ts";
import { openMorning, runOf } from "./testing/morning.ts";
import type { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;
let shop: ShopAtWork;
const shops: ShopAtWork[] = [];

before(async () => {
  if (skip === false) browser = await openBrowser();
});
beforeEach(async () => {
  if (skip !== false) return;
  shop = await openMorning();
  shops.push(shop);
});
after(async () => {
  await browser?.close();
  // Not after each test: a page that loses its server before it is closed has errors.
  for (const each of shops) each.close();
});

const questions = (page: Page) => page.getByRole("list", { name: "Questions" }).getByRole("link");
/** Theo's account is two days old, so a person looks at his cancellation first. */
const approval = /Cancel order #W7113001/;
const refundOfTheo = () => shop.refunds("#W7113001");

async function open(t: TestContext, link: string): Promise<Page> {
  const page = await visit(t, browser, { baseURL: shop.url });
  await signIn(page, link);
  await questions(page).first().waitFor();
  return page;
}

async function goTo(page: Page, asked: RegExp): Promise<void> {
  const heading = page.getByRole("heading", { level: 2 });
  for (let pressed = 0; pressed < 10; pressed += 1) {
    if (asked.test((await heading.first().textContent()) ?? ""))
      return page.locator(".gate-answers:disabled").waitFor({ state: "detached" });
    const before = page.url();
    await press(page, "j");
    await page.waitForURL((url) => url.href !== before);
  }
  assert.fail(`${asked} was not found by its key`);
}

test("an answer is taken back within its seconds, and nothing follows from it; given again, it counts once", {
  skip,
}, async (t) => {
  const page = await open(t, shop.loginUrl);
  const id = (await shop.openGates()).find(({ title }) => approval.test(title))?.id ?? "";
  await goTo(page, approval);
  await press(page, "a");
  await page.getByText(/^Approved: /).waitFor();
  assert.notEqual((await shop.gate(id)).heldUntil, null);
  await press(page, "z");
  await page.getByText(/^Taken back: /).waitFor();
  const taken = await shop.gate(id);
  assert.deepEqual([taken.status, taken.heldUntil, taken.answeredBy], ["open", null, null]);
  assert.equal((await refundOfTheo()).length, 0);
  await questions(page).filter({ hasText: approval }).waitFor();

  await goTo(page, approval);
  await press(page, "a");
  await page.getByText(/^Approved: /).waitFor();
  await until("the shop gave the money back", async () => ((await refundOfTheo()).length > 0 ? true : undefined));
  assert.equal((await refundOfTheo()).length, 1);
  assert.equal((await shop.gate(id)).answeredBy, "lea");
});

test("a question is declined with a reason, and the next one is there", { skip }, async (t) => {
  const page = await open(t, shop.loginUrl);
  await goTo(page, /Ben Carver/);
  const id = page.url().split("/").at(-1) ?? "";
  await press(page, "d");
  await typeInto(page, page.getByRole("dialog").getByLabel("Why"), "he asks for advice");
  await press(page, "Control+Enter");
  await questions(page).filter({ hasText: "Ben Carver" }).waitFor({ state: "detached" });
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  await until("it is declined", async () => ((await shop.gate(id)).status === "declined" ? true : undefined));
});

test("many are declined by a filter at once, and each has a result of its own", { skip }, async (t) => {
  const page = await open(t, shop.loginUrl);
  const wanted = (await shop.openGates()).filter(({ kind }) => kind === "question");
  assert.ok(wanted.length >= 3);
  await page.getByRole("combobox", { name: "Kind" }).focus();
  await page.keyboard.type("Question");
  await page.waitForURL(/kind=question/);
  await questions(page).filter({ hasText: approval }).waitFor({ state: "detached" });
  await activate(page, page.getByRole("button", { name: "Select all" }));
  await activate(page, page.getByRole("button", { name: "Decline", exact: true }).last());
  await typeInto(page, page.getByRole("dialog").getByLabel("Why"), "the shop is closed this week");
  await press(page, "Control+Enter");
  const results = page.getByRole("dialog", { name: `${wanted.length} of ${wanted.length} recorded` });
  await results.waitFor();
  assert.equal(await results.getByRole("listitem").filter({ hasText: "Recorded" }).count(), wanted.length);
  await press(page, "Escape");
  for (const { id } of wanted)
    await until("it counts", async () => ((await shop.gate(id)).status === "declined" ? true : undefined));
  // A declined question may leave a promise to a customer, which asks anew.
  const left = await shop.openGates();
  assert.ok(left.some(({ title }) => approval.test(title)));
  assert.deepEqual(
    left.filter(({ id }) => wanted.some((each) => each.id === id)),
    [],
  );
});

test("many that were answered together are taken back together, and nothing followed from them", {
  skip,
}, async (t) => {
  const page = await open(t, shop.loginUrl);
  const before = (await shop.openGates()).map(({ id }) => id);
  await activate(page, page.getByRole("button", { name: "Select all" }));
  await activate(page, page.getByRole("button", { name: "Decline", exact: true }).last());
  await typeInto(page, page.getByRole("dialog").getByLabel("Why"), "the wrong list");
  await press(page, "Control+Enter");
  const count = before.length;
  await page.getByRole("dialog", { name: `${count} of ${count} recorded` }).waitFor();
  for (const id of before) assert.notEqual((await shop.gate(id)).heldUntil, null);
  await press(page, "z");
  const results = page.getByRole("dialog", { name: `${count} of ${count} taken back` });
  await results.waitFor();
  assert.equal(await results.getByRole("listitem").filter({ hasText: "Taken back" }).count(), count);
  await press(page, "Escape");
  for (const id of before) {
    const { status, heldUntil, answeredBy } = await shop.gate(id);
    assert.deepEqual([status, heldUntil, answeredBy], ["open", null, null]);
  }
  await until("all are in the list again", async () => ((await questions(page).count()) === count ? true : undefined));

  // Closed before it is taken back: the way back is a message as after a single answer.
  await press(page, "x");
  await activate(page, page.getByRole("button", { name: "Decline", exact: true }).last());
  await typeInto(page, page.getByRole("dialog").getByLabel("Why"), "one alone");
  await press(page, "Control+Enter");
  await page.getByRole("dialog", { name: "1 of 1 recorded" }).waitFor();
  await press(page, "Escape");
  await page.getByText("1 answer recorded").waitFor();
  await press(page, "z");
  await page.getByRole("dialog", { name: "1 of 1 taken back" }).waitFor();
  assert.equal((await shop.openGates()).length, count);
});

test("a viewer sees every question and can answer none, neither here nor at the API", { skip }, async (t) => {
  const page = await open(t, await shop.linkFor("vera", "viewer"));
  const before = await shop.openGates();
  await goTo(page, approval);
  await page.getByText("Your role, viewer, may look at this, but not decide it.").waitFor();
  for (const name of ["Approve", "Edit", "Decline"])
    assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
  await press(page, "a", "d");
  assert.equal(await page.getByRole("dialog").count(), 0);

  const asConsole = { origin: shop.url, "x-praxis-console": "1" };
  const id = before.find(({ title }) => approval.test(title))?.id ?? "";
  const refused = {
    [`/api/gates/${id}/answer`]: { verdict: "approve", value: null, reason: null },
    "/api/gates/answers": { ids: [id], verdict: "decline", reason: "no", expected: 1 },
    "/api/settings/stop": { scope: "*", why: "no" },
    [`/api/sources/${encodeURIComponent("new ticket")}/submit`]: { values: {} },
    "/api/people": { name: "eve", role: "admin" },
  };
  for (const [path, data] of Object.entries(refused)) {
    const answer = await page.request.post(path, { data, headers: asConsole });
    assert.equal(answer.status(), 403, path);
  }
  await page.goto(`/runs/${await runOf(shop, "refund returns")}`);
  await page.getByRole("heading", { name: "What happened" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Fork" }).count(), 0);
  await page.goto("/processes");
  await page.getByText(/^You are signed in as viewer\. Only /).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Change / }).count(), 0);
  assert.deepEqual(
    (await shop.openGates()).map((gate) => gate.id),
    before.map((gate) => gate.id),
  );
});

test("a run that was set aside is told of beside Runs, on every page, until somebody sees to it", {
  skip,
}, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url });
  await signIn(page, shop.loginUrl);
  const mark = page.getByRole("link", { name: /Runs.*1.*set aside/ });
  assert.equal(await mark.count(), 0);
  await shop.call(z.unknown(), "POST", "/api/events", { type: "WeekEnded", payload: {}, id: "no week" });
  await mark.waitFor();
});
