/** How people come in and find their way: links that work once, addresses from a mail, a server that is away, the palette. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { lostConnection, openBrowser, serverIsAway, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { press } from "./testing/keyboard.ts";
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

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("a link to sign in is not used up by opening it, works for one click, and never again", { skip }, async (t) => {
  const link = shop.loginUrl;
  const scanner = await visit(t, browser, { baseURL: shop.url });
  await scanner.goto(link);
  await scanner.getByRole("button", { name: /^Sign in/ }).waitFor();
  const owner = await visit(t, browser, { baseURL: shop.url });
  await signIn(owner, link);
  const late = await visit(t, browser, { baseURL: shop.url, expects: [/status of 401/] });
  await late.goto(link);
  await late.getByRole("button", { name: /^Sign in/ }).click();
  await late.getByRole("alert").waitFor();
  await late.goto("/runs");
  await late.waitForURL(/\/login/);
});

test("the address in a mail shows the question to who is signed in, and decides nothing by itself", {
  skip,
}, async (t) => {
  const [mail] = (await shop.sentTo("approver@localhost")).filter(({ subject }) => subject.includes("#W7113001"));
  const address = /http\S+\/gates\/(\S+)/.exec(mail?.text ?? "");
  const [href = "", id = ""] = address ?? [];
  const reader = await visit(t, browser, { baseURL: shop.url });
  await reader.goto(href);
  await reader.waitForURL(/\/login\?back=/);
  await reader.getByText("npx praxis login").first().waitFor();
  for (const path of [`/gates/${id}`, `/api/gates/${id}`, `/api/gates/${id}/answer`, `/gates/${id}?verdict=approve`])
    await reader.request.get(path);
  assert.equal((await shop.gate(id)).status, "open");

  await signIn(reader, await shop.linkFor("mia", "approver"));
  await reader.goto(href);
  await reader.getByRole("heading", { level: 2, name: /#W7113001/ }).waitFor();
  for (const path of [`/gates/${id}?verdict=approve`, `/api/gates/${id}/answer?verdict=approve`])
    await reader.request.get(path);
  assert.deepEqual([(await shop.gate(id)).status, (await shop.gate(id)).heldUntil], ["open", null]);
  await reader.getByRole("button", { name: "Approve", exact: true }).click();
  await reader.getByText(/^Approved: /).waitFor();
  assert.equal((await shop.gate(id)).answeredBy, "mia");
});

test("the palette finds pages, customers and questions", { skip }, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url });
  await signIn(page, await shop.linkFor("olga", "operator"));
  const go = async (typed: string, option: RegExp): Promise<void> => {
    await press(page, "Control+k");
    await page.keyboard.type(typed);
    await page.getByRole("option", { name: option }).first().waitFor();
    while ((await page.getByRole("option", { name: option, selected: true }).count()) === 0)
      await press(page, "ArrowDown");
    await press(page, "Enter");
  };
  await go("quaran", /Quarantine/);
  await title(page, "Quarantine").waitFor();
  await go("emily.hart@example.com", /^Emily Hart/);
  await page.waitForURL(/\/customers\/./);
  await go("Ben Carver", /(?:What does|Answer) Ben Carver/);
  await page.waitForURL(/\/gates\/./);
  await go("theme dark", /Theme dark/);
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});

test("a server that is away is seen at once, and the page catches up by itself when it is back", {
  skip,
}, async (t) => {
  const page = await visit(t, browser, { baseURL: shop.url, expects: [serverIsAway] });
  await signIn(page, await shop.linkFor("nina", "approver"));
  const asked = page.getByRole("list", { name: "Questions" }).getByRole("link").filter({ hasText: "Jonas Weber" });
  const lost = lostConnection(page);
  await shop.stop();
  await lost.waitFor();
  shop.letterArrives("unclear/21-invoice-please.eml");
  await shop.start();
  await lost.waitFor({ state: "detached" });
  await asked.waitFor();
});
