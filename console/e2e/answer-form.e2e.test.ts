/** A question about a ticket, answered by somebody who knows no id by heart: by hand on a phone, and without a mouse. */
import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { desk, openBrowser, phone, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { press, tabTo } from "./testing/keyboard.ts";
import { type OpenGate, ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;
let shop: ShopAtWork;

before(async () => {
  if (skip !== false) return;
  [browser, shop] = await Promise.all([openBrowser(), ShopAtWork.open()]);
});
after(async () => {
  await browser?.close();
  shop?.close();
});

async function questionOf(customer: string, text: string): Promise<OpenGate> {
  await shop.call(z.unknown(), "POST", "/api/events", {
    type: "TicketReceived",
    id: text,
    payload: { customer, text },
  });
  return until("it is asked", async () => (await shop.openGates()).find(({ title }) => title.includes(text)));
}

async function open(t: TestContext, name: string, gate: OpenGate, device: typeof desk | typeof phone): Promise<Page> {
  const page = await visit(t, browser, { baseURL: shop.url, ...device });
  await signIn(page, await shop.linkFor(name, "approver"));
  await page.goto(`/gates/${gate.id}`);
  return page;
}

const sentValue = async (page: Page): Promise<unknown> => {
  const request = await page.waitForRequest((sent) => sent.url().endsWith("/answer"));
  return z.object({ value: z.unknown() }).parse(request.postDataJSON()).value;
};

test("what to give back is chosen by name, and what is certain is filled in", { skip }, async (t) => {
  const gate = await questionOf("diego_salazar", "The can that I got leaks, and I do not want it any more.");
  const page = await open(t, "ann", gate, phone);
  const form = page.locator("form");
  await form.getByLabel("Kind").selectOption("Return delivered order items");
  const item = form.getByRole("group", { name: "Items" }).getByLabel("Number 1", { exact: true });
  await item.selectOption("Watering Can (green, 5 l), $54.00 (order #W7008002, delivered)");
  await form.getByLabel("Reply").fill("I am sorry, Diego.");
  for (const field of await form.locator("select, textarea").all()) {
    const box = await field.boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= phone.viewport.width, "nothing is wider than the page");
  }
  await page.reload();
  await item.click({ trial: true });
  assert.equal(await form.getByLabel("Reply").inputValue(), "I am sorry, Diego.");
  const sent = sentValue(page);
  await form.getByRole("button", { name: /^Send answer/ }).click();
  assert.deepEqual(await sent, {
    operations: [
      {
        name: "return_delivered_order_items",
        arguments: {
          order_id: "#W7008002",
          item_ids: ["4190000001"],
          payment_method_id: "paypal_5800001",
        },
      },
    ],
    reply: "I am sorry, Diego.",
  });
});

test("without a mouse: an id that is no choice is typed, and stays; words alone are an answer, nothing is none", {
  skip,
}, async (t) => {
  const gate = await questionOf("diego_salazar", "Hm, and what becomes of my other thing?");
  const page = await open(t, "ben", gate, desk);
  const form = page.locator("form");
  const order = form.getByLabel("Order", { exact: true });
  await tabTo(page, order);
  await page.keyboard.type("Something");
  await page.keyboard.press("Tab");
  await page.keyboard.type("w7008009");
  const typed = form.getByRole("textbox", { name: "Something else" });
  assert.equal(await typed.inputValue(), "w7008009");
  await press(page, "Shift+Tab", "Shift+Tab", "ArrowDown");
  await form.getByLabel("Address1").waitFor();
  assert.equal(await typed.inputValue(), "w7008009", "also where it is for something else");

  await tabTo(page, form.getByLabel("What to do"));
  await page.keyboard.type("Only");
  await tabTo(page, form.getByLabel("Reply"));
  await press(page, "Control+Enter");
  await form.getByText("This is needed.").waitFor();
  await page.keyboard.type("It is on its way.");
  const sent = sentValue(page);
  await press(page, "Control+Enter");
  assert.deepEqual(await sent, { reply: "It is on its way." });
});
