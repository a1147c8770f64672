/** Answering, as hands do it: a key held down, a click too many, an answer taken back and the one before it, too, a session that ends while somebody types, two people at one question. */
import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { openBrowser, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { press } from "./testing/keyboard.ts";
import { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;
let shop: ShopAtWork;

const wishes = [
  "plain/01-cancel.eml",
  "trouble/54-new-account-cancels.eml",
  "plain/08-exchange.eml",
  "plain/09-new-delivery-address.eml",
  "plain/10-pay-by-paypal.eml",
] as const;

before(async () => {
  if (skip !== false) return;
  [browser, shop] = await Promise.all([openBrowser(), ShopAtWork.open()]);
  const asks = { parameters: { askUnderDays: 9_999 }, why: "everything is looked at today" };
  await shop.call(z.unknown(), "PUT", "/api/settings/policies/new%20accounts", asks);
  for (const letter of [...wishes, "unclear/18-not-sure.eml", "unclear/24-question-only.eml"])
    shop.letterArrives(letter);
  const isThere = async () => (await approvals()).length === wishes.length && (await questions()).length === 2;
  await until("all of them ask", async () => ((await isThere()) ? true : undefined));
});
after(async () => {
  await browser?.close();
  shop?.close();
});

const approvals = async () => (await shop.openGates()).filter(({ kind }) => kind === "approval");
const questions = async () => (await shop.openGates()).filter(({ kind }) => kind === "question");
/** Those that nobody has answered so far, held answers being answers. */
const unanswered = async () => (await approvals()).filter(({ heldUntil }) => heldUntil === null).length;
const title = (page: Page) => page.getByRole("heading", { level: 2 }).first();
const approve = (page: Page) => page.getByRole("button", { name: "Approve", exact: true });

async function open(t: TestContext, name: string): Promise<Page> {
  const page = await visit(t, browser, { baseURL: shop.url });
  await signIn(page, await shop.linkFor(name, "approver"));
  await approve(page).click({ trial: true });
  return page;
}

/** How many were answered, once the first is and a second would be. */
async function answeredSince(before: number): Promise<number> {
  await until("one is answered", async () => ((await unanswered()) < before ? true : undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  return before - (await unanswered());
}

test("a key held down, a second press and a second click answer nothing that nobody has read", { skip }, async (t) => {
  const page = await open(t, "ann");
  await page.reload();
  await page.getByRole("button", { name: "Approve", exact: true, disabled: true }).waitFor();
  await approve(page).click({ trial: true });
  const all = await unanswered();
  const takeBack = async (): Promise<void> => {
    await press(page, "z");
    await until("it is taken back", async () => ((await unanswered()) === all ? true : undefined));
    await approve(page).click({ trial: true });
  };

  await page.keyboard.down("a");
  for (let repeats = 0; repeats < 40; repeats += 1) {
    await page.keyboard.down("a");
    await page.waitForTimeout(30);
  }
  await page.keyboard.up("a");
  assert.equal(await answeredSince(all), 1, "held for over a second");
  await takeBack();

  await press(page, "a");
  await page.waitForTimeout(150);
  await press(page, "a");
  assert.equal(await answeredSince(all), 1, "pressed twice");
  await takeBack();

  const box = await approve(page).boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.click(x, y);
  await page.waitForTimeout(250);
  await page.mouse.click(x, y);
  assert.equal(await answeredSince(all), 1, "clicked twice");
  await takeBack();
});

test("answers are taken back one after the other, newest first", { skip }, async (t) => {
  const page = await open(t, "ben");
  const all = await unanswered();
  const first = await title(page).innerText();
  await press(page, "a");
  await page.getByText(`Approved: ${first}`).waitFor();
  await approve(page).click({ trial: true });
  const second = await title(page).innerText();
  assert.notEqual(second, first);
  // Taken back at once, while it may still be on its way.
  await press(page, "a", "z");
  await page.getByText(`Taken back: ${second}`).waitFor();
  await press(page, "z");
  await page.getByText(`Taken back: ${first}`).waitFor();
  assert.equal(await unanswered(), all);
  await press(page, "z");
  assert.equal(await page.getByText(/could not be taken back/).count(), 0);
});

test("an answer that was refused is told of until it is given again, and no longer", { skip }, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url, expects: [/422/] });
  await signIn(page, await shop.linkFor("ruth", "approver"));
  await approve(page).click({ trial: true });
  const refusal = { error: { code: "bad_answer", message: "it is too much", next: "Give less." } };
  await page.route("**/answer", (route) => route.fulfill({ status: 422, json: refusal }), { times: 1 });
  const all = await unanswered();
  await press(page, "a");
  await page.getByText("Not recorded: ").waitFor();
  await approve(page).click({ trial: true });
  await press(page, "a");
  await page.getByText("Approved: ").waitFor();
  assert.equal(await page.getByText("Not recorded: ").count(), 0);
  await press(page, "z");
  await until("it is taken back", async () => ((await unanswered()) === all ? true : undefined));
});

test("a session that ends while somebody types says so, keeps what was typed, and goes on at the same place", {
  skip,
}, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url, expects: [/status of 401/] });
  await signIn(page, await shop.linkFor("cem", "approver"));
  const [question] = await questions();
  await page.goto(`/gates/${question?.id}`);
  const reply = page.getByLabel(/^Reply/);
  await reply.fill("Dear customer, both are fine.");
  await page.context().clearCookies();
  await reply.press("Control+Enter");
  await page.getByText("You were signed out. What you did last was not recorded.").waitFor();
  await page.getByText(/^What you typed is kept/).waitFor();
  assert.equal((await shop.gate(question?.id ?? "")).heldUntil, null);

  // The link is opened in another tab: this one goes on when it is looked at again.
  const { url } = await shop.call(z.object({ url: z.string() }), "POST", "/api/people/cem/login-link");
  const other = await page.context().newPage();
  await signIn(other, url);
  await other.close();
  await page.bringToFront();
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await page.waitForURL(`**/gates/${question?.id}`);
  await reply.click({ trial: true });
  assert.equal(await reply.inputValue(), "Dear customer, both are fine.");
  await reply.press("Control+Enter");
  await page.getByText(/^Answered: /).waitFor();
  await page.goto(`/gates/${question?.id}`);
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  assert.equal(await page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('draft')).length"), 0);
});

test("who signs out leaves nothing behind of what they typed", { skip }, async (t) => {
  // What was being read at that moment is refused.
  const page = await visit(t, browser, { baseURL: shop.url, expects: [/status of 401/] });
  await signIn(page, await shop.linkFor("dan", "approver"));
  const [question] = await questions();
  await page.goto(`/gates/${question?.id}`);
  await page.getByLabel(/^Reply/).fill("half a sentence");
  await page.reload();
  assert.equal(await page.getByLabel(/^Reply/).inputValue(), "half a sentence");
  await page.getByRole("button", { name: /preferences$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByText("npx praxis login").first().waitFor();
  assert.equal(await page.getByText("You were signed out").count(), 0);
  assert.equal(await page.evaluate("JSON.stringify(sessionStorage).includes('half a sentence')"), false);
});

test("who is asked to approve reads the customer's letter and what comes of a yes, without another click", {
  skip,
}, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url });
  await signIn(page, await shop.linkFor("eva", "approver"));
  const theo = (await approvals()).find(({ title: asked }) => asked.includes("#W7113001"));
  await page.goto(`/gates/${theo?.id}`);
  await page.getByText("please cancel my order #W7113001, I no longer need it").waitFor();
  const follows = page.getByRole("region", { name: "What follows" });
  await follows.getByText(/\$\d+\.\d\d goes back to [\w ]+, and a letter tells the customer/).waitFor();
});

test("who is second to answer is told who was first, and keeps what was typed", { skip }, async (t) => {
  const [first, second] = [await open(t, "fay"), await open(t, "gil")];
  await second.goto("/?kind=approval");
  await approve(second).click({ trial: true });
  const shown = await title(second).innerText();
  const gate = (await approvals()).find(({ title: asked }) => asked === shown);
  await press(second, "d");
  await second.getByRole("dialog").getByLabel("Why").fill("the card is stolen");
  await first.goto(`/gates/${gate?.id}`);
  await approve(first).click();
  await first.getByText(/^Approved: /).waitFor();
  await second.getByText(/^fay said yes/).waitFor();
  await second.getByText("What you typed was not sent.").waitFor();
  await second.getByText("the card is stolen").waitFor();
  await second.getByRole("button", { name: "Discard it" }).click();
  await second.getByText("the card is stolen").waitFor({ state: "detached" });
});
