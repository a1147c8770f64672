/**
 * One matter from a customer's letter to the money that went back, as people see it: a step after the other, so that a test can pull the plug between
 * any two of them.
 *
 * Who is there: the customer, by mail; the carrier, by its webhook; somebody at a desk, who watches; and an approver with a phone.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../../src/cli/testing/praxis-process.ts";
import type { ShopAtWork } from "./shop-at-work.ts";

export interface Step {
  readonly name: string;
  readonly take: () => Promise<void>;
}

export const approver = "mia";
const customer = "emily.hart@example.com";
const goods = { id: "parcel-1", customer: "emily_hart", orderId: "#W7106002", itemIds: ["4110000002"] } as const;
const asked = "Refund $71.00 to Emily Hart for the returned Stoneware Kettle (order #W7106002, over PayPal)";
/** The kettle's lid is missing: five dollars less. */
const given = "66.00";
const done = `Refund $${given} to Emily Hart for the returned Stoneware Kettle (order #W7106002, over PayPal)`;

/** Both pages show the inbox. */
export function returnStory(shop: ShopAtWork, desk: Page, phone: Page): readonly Step[] {
  const question = (page: Page) => page.getByRole("list", { name: "Questions" }).getByRole("link", { name: asked });
  const lettersAre = (count: number) =>
    until(`the customer has ${count} letters`, async () =>
      (await shop.sentTo(customer)).length >= count ? true : undefined,
    );
  return [
    {
      name: "the customer writes",
      take: async () => shop.letterArrives("plain/04-return-one-item.eml"),
    },
    {
      name: "the customer is told to send it",
      take: async () => {
        await lettersAre(1);
      },
    },
    { name: "the carrier brings it back", take: () => shop.goodsArrive(goods) },
    {
      name: "the question is at the desk",
      take: () => question(desk).waitFor(),
    },
    {
      name: "the question is opened on the phone",
      take: async () => {
        await question(phone).tap();
        await phone.getByRole("heading", { level: 2, name: asked }).waitFor();
        await phone.getByText("$71.00 is above the limit of $50.00").waitFor();
      },
    },
    {
      name: "the amount is edited",
      take: async () => {
        await phone.getByRole("button", { name: "Edit" }).tap();
        await phone.getByLabel("Amount").fill(given);
        await phone.getByLabel("Why you change it").fill(reason);
      },
    },
    {
      name: "it is approved",
      take: async () => {
        assert.equal(await phone.getByLabel("Amount").inputValue(), given, "what was typed is still there");
        await phone.getByRole("button", { name: "Approve as edited" }).tap();
        await phone.getByText("Approved").waitFor();
      },
    },
    {
      name: "the money goes back",
      take: async () => {
        await until("the shop has the refund", async () => ((await refundsOf(shop)).length > 0 ? true : undefined));
      },
    },
    {
      name: "the customer is told",
      take: async () => {
        await lettersAre(2);
      },
    },
    { name: "the run says why", take: () => runSaysWhy(desk) },
    { name: "the figures and the week's report have it", take: () => reportShowsIt(shop, desk) },
    { name: "the question is gone from every inbox", take: () => question(desk).waitFor({ state: "detached" }) },
  ];
}

/** Null while the shop is away with the server. */
async function refundsOf(shop: ShopAtWork) {
  return shop.refunds(goods.orderId).catch(() => []);
}

const reason = "the lid stays with her";

async function runSaysWhy(page: Page): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: /^Runs/ }).click();
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  await page.getByRole("link", { name: /^Refund returns/ }).click();
  await page.getByRole("link", { name: "Open", exact: true }).click();
  const story = page.getByRole("main");
  await story.getByText(`Done: ${done}`).first().waitFor();
  await story.getByText("$71.00 is above the limit of $50.00").first().waitFor();
  const answer = story.getByRole("listitem").filter({ hasText: `${approver} said yes, with changes: “${asked}”` });
  await answer.getByText("Amount: from $71.00 → to $66.00", { exact: false }).waitFor();
  await answer.getByText(reason).waitFor();
  await story.getByText(new RegExp(`"refund limits" asked a person: .*${approver} approved it with changes`)).waitFor();
  await answer.getByRole("link", { name: /question/ }).click();
  const card = page.getByRole("article");
  await card.getByText(`${approver} said yes, with changes`).waitFor();
  await card.getByText("Amount: from $71.00 → to $66.00", { exact: false }).waitFor();
  await card.getByText(reason).waitFor();
}

/** The week is said to be over; saying so again changes nothing. */
async function reportShowsIt(shop: ShopAtWork, page: Page): Promise<void> {
  const due = new Date(Date.now() + 7 * 86_400_000).toISOString();
  await shop.call(z.unknown(), "POST", "/api/events", { type: "WeekEnded", id: "the week", payload: { due } });
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Reports/ })
    .click();
  await page.getByRole("combobox", { name: "Process" }).selectOption("refund returns");
  const figure = page.getByRole("region", { name: /^How many runs .*needed a person, answered or not, by week/ });
  await figure.getByText(/^1 in the week of/).waitFor();
  await page.getByRole("button", { name: "Published" }).click();
  await page.getByRole("link", { name: /week/ }).first().click();
  await page.frameLocator("iframe").getByText(`$${given} in 1 refund`).waitFor();
  await page
    .getByRole("navigation")
    .getByRole("link", { name: /^Inbox/ })
    .click();
}

/** Whatever happened in between: one refund, as edited; a letter that tells how to return it, and one that tells of the money. */
export async function assertEndsWell(shop: ShopAtWork): Promise<void> {
  assert.deepEqual(await shop.refunds(goods.orderId), [{ orderId: goods.orderId, amountCents: 6600 }]);
  const letters = (await shop.sentTo(customer)).map(({ text }) => text.replace(/\s+/g, " "));
  assert.equal(letters.filter((text) => text.includes("You can send Stoneware Kettle")).length, 1);
  assert.equal(
    letters.filter((text) => text.includes(`from your order #W7106002 back. Thank you. $${given}`)).length,
    1,
  );
  assert.equal(letters.length, 2);
}
