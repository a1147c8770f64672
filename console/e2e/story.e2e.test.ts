/** A return from the customer's letter to the figures, in a real browser against the real program; and the same with the plug pulled between any two steps. */
import assert from "node:assert/strict";
import { after, before, describe, type TestContext, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import {
  desk,
  lostConnection,
  openBrowser,
  phone,
  serverIsAway,
  signIn,
  visit,
  whyNoBrowser,
} from "./testing/browser.ts";
import { approver, assertEndsWell, returnStory } from "./testing/return-story.ts";
import { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;

before(async () => {
  if (skip === false) browser = await openBrowser();
});
after(() => browser?.close());

interface Stage {
  readonly shop: ShopAtWork;
  readonly atDesk: Page;
  readonly onPhone: Page;
}

async function open(t: TestContext, expects: readonly RegExp[] = []): Promise<Stage> {
  const shop = await ShopAtWork.open({ supervised: true });
  t.after(() => shop.close());
  const limit = { parameters: { askAboveCents: 5_000 }, why: "this shop is small" };
  await shop.call(z.unknown(), "PUT", "/api/settings/policies/refund%20limits", limit);
  const atDesk = await visit(t, browser, { baseURL: shop.url, ...desk, expects });
  const onPhone = await visit(t, browser, { baseURL: shop.url, ...phone, expects });
  await signIn(atDesk, shop.loginUrl);
  await signIn(onPhone, await shop.linkFor(approver, "approver"));
  return { shop, atDesk, onPhone };
}

/** Both see that the server is away, and that it is back, without being touched. */
async function crashUnder(shop: ShopAtWork, pages: readonly Page[]): Promise<void> {
  const seen = Promise.all(pages.map((page) => lostConnection(page).waitFor()));
  await Promise.all([shop.crash(), seen]);
  await Promise.all(pages.map((page) => lostConnection(page).waitFor({ state: "detached" })));
}

test("a customer's return is asked about, edited on a phone, refunded, answered and explained", { skip }, async (t) => {
  const { shop, atDesk, onPhone } = await open(t);
  for (const { name, take } of returnStory(shop, atDesk, onPhone)) await t.test(name, take);
  await assertEndsWell(shop);
});

describe("the server dies between two steps, and the browsers stay open", {
  skip,
  concurrency: 2,
  timeout: 600_000,
}, () => {
  const cuts = 11;
  for (let cut = 1; cut <= cuts; cut += 1) {
    test(`after step ${cut}: one refund, one reply`, async (t) => {
      const { shop, atDesk, onPhone } = await open(t, [serverIsAway]);
      const steps = returnStory(shop, atDesk, onPhone);
      assert.equal(steps.length, cuts + 1);
      for (const [index, { name, take }] of steps.entries()) {
        await t.test(name, take);
        if (index + 1 === cut) await crashUnder(shop, [atDesk, onPhone]);
      }
      await assertEndsWell(shop);
    });
  }
});
