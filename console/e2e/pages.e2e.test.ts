/** Every page: found by the keyboard, without a violation that axe-core knows, the same after it is loaded anew; and its main action, without a mouse. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { until } from "../../src/cli/testing/praxis-process.ts";
import { assertAccessible } from "./testing/axe.ts";
import { openBrowser, phone, signIn, visit, whyNoBrowser } from "./testing/browser.ts";
import { activate, hasFocus, press, tabTo, typeInto } from "./testing/keyboard.ts";
import { kettle, kettleRefund, openMorning, runOf } from "./testing/morning.ts";
import type { ShopAtWork } from "./testing/shop-at-work.ts";

const skip = whyNoBrowser();
let browser: Browser;
let shop: ShopAtWork;
/** Signed in as the owner, once for all tests of this file. */
let storageState: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;

before(async () => {
  if (skip !== false) return;
  [browser, shop] = await Promise.all([openBrowser(), openMorning()]);
  const context = await browser.newContext();
  await signIn(await context.newPage(), shop.loginUrl);
  storageState = await context.storageState();
  await context.close();
});
after(async () => {
  await browser?.close();
  shop?.close();
});

const open = (t: Parameters<typeof visit>[0], path = "/") =>
  visit(t, browser, { baseURL: shop.url, storageState }).then(async (page) => {
    await page.goto(path);
    return page;
  });
const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

/** What a page says, without the times, which go on. */
async function saidBy(page: Page): Promise<string> {
  const snapshot = await page.getByRole("main").ariaSnapshot();
  return (
    snapshot
      .split("\n")
      .filter((line) => !/^\s*- time/.test(line))
      // What is open counts with its time so far, and time goes on.
      .map((line) => line.replace(/\b(now|\d+ (s|min) ago|took .*? s|\d+(\.\d+)? (ms|s|min|h)( \d+ (s|min))?)\b/g, ""))
      .join("\n")
  );
}

interface Place {
  readonly name: string;
  /** Null: there is no key that goes there. */
  readonly keys: readonly string[] | null;
  readonly path: () => string | Promise<string>;
  readonly title: string;
  /** Is there once the page has what it shows. */
  readonly shows: (page: Page) => ReturnType<Page["getByText"]>;
}

const gateId = async (part: string): Promise<string> =>
  (await shop.openGates()).find(({ title: asked }) => asked.includes(part))?.id ?? "";
const firstId = async (path: string, list: string): Promise<string> =>
  z
    .looseObject({ [list]: z.tuple([z.object({ id: z.string() })], z.unknown()) })
    .parse(await shop.get(z.unknown(), path))[list]?.[0]?.id ?? "";
const panel = (page: Page) => page.getByRole("heading", { level: 2 }).first();

const pages: readonly Place[] = [
  {
    name: "Inbox",
    keys: ["g", "i"],
    path: () => "/",
    title: "Inbox",
    shows: (page) => page.getByRole("list", { name: "Questions" }).getByRole("link").first(),
  },
  {
    name: "a question",
    keys: null,
    path: async () => `/gates/${await gateId("Ivy Collins")}`,
    title: "Inbox",
    shows: (page) => page.getByRole("heading", { level: 2, name: /Ivy Collins/ }),
  },
  {
    name: "Runs",
    keys: ["g", "r"],
    path: () => "/runs?status=done",
    title: "Runs",
    shows: (page) => page.getByRole("list", { name: "Runs" }).getByRole("link").first(),
  },
  {
    name: "a run beside the list",
    keys: null,
    path: async () => `/runs?run=${await runOf(shop, "refund returns")}`,
    title: "Runs",
    shows: (page) => page.getByRole("heading", { level: 3, name: "Done in the world" }),
  },
  {
    name: "a run",
    keys: null,
    path: async () => `/runs/${await runOf(shop, "refund returns")}`,
    title: "Refund returns",
    shows: (page) => page.getByText(`Done: ${kettleRefund}`).first(),
  },
  {
    name: "a run's raw events",
    keys: null,
    path: async () => `/runs/${await runOf(shop, "refund returns")}?view=events`,
    title: "Refund returns",
    shows: (page) => page.getByRole("button", { name: /RunStarted/ }),
  },
  {
    name: "Effects",
    keys: ["g", "e"],
    path: () => "/effects?contract=payments.refund",
    title: "Effects",
    shows: (page) => page.getByRole("list", { name: "Effects" }).getByRole("link", { name: kettleRefund }),
  },
  {
    name: "an effect",
    keys: null,
    path: async () => `/effects/${await firstId("/api/effects?contract=payments.refund", "effects")}`,
    title: "Effects",
    shows: (page) => page.getByRole("heading", { level: 2, name: kettleRefund }),
  },
  ...["", "contracts", "policies", "connections", "history"].map((tab) => ({
    name: tab === "" ? "Processes" : `Processes, ${tab}`,
    keys: tab === "" ? ["g", "p"] : null,
    path: () => (tab === "" ? "/processes" : `/processes?tab=${tab}`),
    title: "Processes",
    shows: (page: Page) =>
      page
        .getByRole("main")
        .getByText(tab === "history" ? /./ : /\w/)
        .nth(3),
  })),
  {
    name: "Customers",
    keys: ["g", "c"],
    path: () => "/customers",
    title: "Customers",
    shows: (page) => page.getByRole("list", { name: "Customers" }).getByRole("link", { name: /emily\.hart/ }),
  },
  {
    name: "a customer",
    keys: null,
    path: async () => `/customers/${await firstId("/api/customers?q=emily_hart", "customers")}`,
    title: "Customers",
    shows: (page) => page.getByRole("heading", { level: 2, name: "Emily Hart" }),
  },
  {
    name: "Reports",
    keys: ["g", "t"],
    path: () => "/reports",
    title: "Reports",
    shows: (page) => page.getByRole("heading", { level: 2, name: /needed a person, answered or not/ }),
  },
  {
    name: "a report",
    keys: null,
    path: async () => `/reports/${await firstId("/api/reports", "reports")}`,
    title: "Reports",
    shows: (page) => page.frameLocator("iframe").getByText(/\$71\.00 in 1 refund/),
  },
  {
    name: "Quarantine",
    keys: ["g", "q"],
    path: () => "/quarantine",
    title: "Quarantine",
    shows: (page) => page.getByRole("list", { name: "What was not let in" }).getByRole("link").first(),
  },
  {
    name: "something in quarantine",
    keys: null,
    path: async () => `/quarantine/${await firstId("/api/quarantine", "quarantined")}`,
    title: "Quarantine",
    shows: (page) => page.getByRole("button", { name: "Let it in" }),
  },
  {
    name: "New ticket",
    keys: ["g", "n"],
    path: () => "/intake",
    title: "New ticket",
    shows: (page) => page.getByLabel("What the customer wrote"),
  },
  ...["", "people", "tokens", "erasure"].map((tab) => ({
    name: tab === "" ? "Settings" : `Settings, ${tab}`,
    keys: tab === "" ? ["g", "s"] : null,
    path: () => (tab === "" ? "/settings" : `/settings?tab=${tab}`),
    title: "Settings",
    shows: panel,
  })),
];

/** The frame of a report runs no script, not even one that only looks at it. */
const sandboxed = /^console: Blocked script execution in 'about:srcdoc'/;

/** Each frame: the page as a whole, and whatever in it can be scrolled; rows of tabs and filters may be longer than the screen. */
const noteSideways = `globalThis.sideways = new Set();
  (function look() {
    const whole = document.scrollingElement;
    if (whole !== null && whole.scrollWidth > innerWidth) sideways.add("the page: " + whole.scrollWidth);
    for (const each of document.querySelectorAll("main, main *")) {
      if (each.scrollWidth <= each.clientWidth + 1 || each.matches(".tabs, .filters, pre")) continue;
      if (/auto|scroll/.test(getComputedStyle(each).overflowX)) sideways.add(each.tagName + "." + each.className + ": " + each.scrollWidth);
    }
    requestAnimationFrame(look);
  })();`;

describe("every page", { skip, timeout: 600_000 }, () => {
  for (const { name, keys, path, title: heading, shows } of pages) {
    test(`${name}: ${keys === null ? "" : "a key leads there, "}axe-core finds nothing, and it is the same when loaded anew`, async (t) => {
      const page = await open(t);
      await title(page, "Inbox").waitFor();
      if (keys !== null) {
        const elsewhere = heading === "Settings" ? "Runs" : "Settings";
        await press(page, "g", elsewhere === "Runs" ? "r" : "s");
        await title(page, elsewhere).waitFor();
        await press(page, ...keys);
        await title(page, heading).waitFor();
        assert.ok(await hasFocus(title(page, heading)), "a keyboard and a screen reader begin at the title");
      }
      await page.goto(await path());
      await shows(page).waitFor();
      await assertAccessible(page);
      const said = await saidBy(page);
      await page.reload();
      await shows(page).waitFor();
      await until("it says the same", async () => ((await saidBy(page)) === said ? true : undefined), 5_000).catch(
        async () => assert.equal(await saidBy(page), said),
      );
    });
  }

  for (const { name, path, shows } of pages) {
    test(`${name}: on a phone nothing scrolls sideways but what is meant to, from its first moment on`, async (t) => {
      const page = await visit(t, browser, { baseURL: shop.url, storageState, ...phone, expects: [sandboxed] });
      await page.addInitScript(noteSideways);
      await page.goto(await path());
      await shows(page).waitFor({ state: "attached" });
      await page.waitForLoadState("networkidle").catch(() => {});
      assert.deepEqual(await page.evaluate("[...globalThis.sideways]"), []);
    });
  }

  test("an address that is no page says so, and leads back", async (t) => {
    const page = await open(t, "/nowhere");
    await title(page, "There is no such page").waitFor();
    await assertAccessible(page);
    await activate(page, page.getByRole("link", { name: "Go to the inbox" }));
    await title(page, "Inbox").waitFor();
  });

  test("the page to sign in says where a link comes from", async (t) => {
    const page = await visit(t, browser, { baseURL: shop.url });
    await page.goto("/runs");
    await page.getByText("npx praxis login").first().waitFor();
    await assertAccessible(page);
  });
});

describe("the main action, without a mouse", { skip }, () => {
  test("Runs: found, looked at, opened, and the filter kept under a name", async (t) => {
    const page = await open(t, "/runs");
    await typeInto(page, page.getByRole("searchbox"), "emily.hart@example.com");
    await page.waitForURL(/q=emily/);
    const rows = page.getByRole("list", { name: "Runs" }).getByRole("link");
    await rows.filter({ hasText: "Refund returns" }).waitFor();
    await rows.filter({ hasNotText: "Emily Hart" }).first().waitFor({ state: "detached" });
    await activate(page, page.getByRole("button", { name: "Saved views" }));
    await page.getByRole("menuitem", { name: "Save this view" }).waitFor();
    await press(page, "Enter");
    await typeInto(page, page.getByLabel("Name"), "the kettle");
    await press(page, "Control+Enter");
    await page.getByText("Saved the view “the kettle”.").waitFor();
    await tabTo(page, rows.first());
    await press(page, "j");
    await page.getByRole("link", { name: "Open", exact: true }).waitFor();
    await press(page, "o");
    await page.waitForURL(/\/runs\/[0-9a-f]+/);
  });

  test("a run: rehearsed from its first step, which does nothing and lists what was done before", async (t) => {
    const run = await runOf(shop, "refund returns");
    const page = await open(t, `/runs/${run}`);
    await page.getByText(`Done: ${kettleRefund}`).first().waitFor();
    await press(page, "f");
    await activate(page, page.getByRole("dialog").getByRole("button", { name: "Rehearse" }));
    const steps = page.getByRole("region", { name: "What the fork would do" }).getByRole("listitem");
    await steps.filter({ hasText: kettleRefund }).getByText("Was done before, not done again").waitFor();
    assert.equal((await shop.refunds(kettle.orderId)).length, 1);
    await press(page, "Escape");
    assert.equal(await runOf(shop, "refund returns"), run, "there is no other run");
  });

  test("Effects: one is looked at, with who allowed it", async (t) => {
    const page = await open(t, "/effects?contract=payments.refund");
    await page.getByRole("link", { name: kettleRefund }).waitFor();
    await press(page, "j");
    await page.getByRole("heading", { level: 2, name: kettleRefund }).waitFor();
    await page.getByText("refund limits").waitFor();
  });

  test("Processes: a policy's parameter is changed, with a reason", async (t) => {
    const page = await open(t, "/processes");
    await activate(page, page.getByRole("button", { name: "Policies" }));
    await activate(page, page.getByRole("button", { name: "Change refund limits" }));
    await typeInto(page, page.getByLabel("Ask above"), "3000.00");
    await typeInto(page, page.getByLabel("Why"), "kettles come back too often");
    await press(page, "Control+Enter");
    await page.getByText("Changed: refund limits.").waitFor();
    const history = z.object({ changes: z.array(z.looseObject({ why: z.string(), by: z.string() })) });
    const { changes } = await shop.get(history, "/api/settings/history");
    assert.equal(changes[0]?.why, "kettles come back too often");
  });

  test("Processes: a level of its own is set, and taken away again", async (t) => {
    const page = await open(t, "/processes");
    const heading = page.getByRole("heading", { level: 2, name: "refund returns", exact: true });
    const process = page.locator(".section").filter({ has: heading });
    const changeIt = async (level: RegExp, why: string): Promise<void> => {
      await activate(page, page.getByRole("button", { name: "Change autonomy of refund returns", exact: true }));
      await tabTo(page, page.getByRole("dialog").getByRole("radio", { checked: true }));
      const wanted = page.getByRole("dialog").getByRole("radio", { name: level });
      for (let pressed = 0; pressed < 6 && !(await wanted.isChecked()); pressed += 1) await press(page, "ArrowDown");
      await typeInto(page, page.getByRole("textbox", { name: "Why" }), why);
      await press(page, "Control+Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };
    await changeIt(/^suggest/, "a trial week");
    await page.getByText("Autonomy of refund returns: suggest.").waitFor();
    await process.getByText("as everything").waitFor({ state: "detached" });
    await changeIt(/^as everything/, "the trial is over");
    await page.getByText("Autonomy of refund returns: gated, as everything.").waitFor();
    await process.getByText("as everything").waitFor();
    const loaded = z.object({ levels: z.array(z.object({ process: z.string().nullable() })) });
    const { levels } = await shop.get(loaded, "/api/processes");
    assert.deepEqual(
      levels.filter((each) => each.process === "refund returns"),
      [],
    );
    const history = z.object({
      changes: z.array(z.looseObject({ why: z.string(), before: z.unknown(), after: z.unknown() })),
    });
    const [last] = (await shop.get(history, "/api/settings/history")).changes;
    assert.deepEqual([last?.before, last?.after, last?.why], ["suggest", null, "the trial is over"]);
  });

  test("Customers: one is found, and what they are about", async (t) => {
    const page = await open(t, "/customers");
    await typeInto(page, page.getByRole("searchbox"), "emily.hart@example.com");
    await activate(page, page.getByRole("list", { name: "Customers" }).getByRole("link", { name: /emily\.hart/ }));
    await page.getByRole("heading", { level: 2, name: "Emily Hart" }).waitFor();
    await page.getByText("the shop has this mail address in this account").first().waitFor();
  });

  test("Reports: a figure's week leads to its runs", async (t) => {
    const page = await open(t, "/reports");
    const week = page.getByRole("link", { name: /^Week of .*counted over [1-9]/ }).first();
    await activate(page, week);
    await title(page, "Runs").waitFor();
    await page.getByRole("list", { name: "Runs" }).getByRole("link").first().waitFor();
  });

  test("Quarantine: what could not be read is corrected and let in, once", async (t) => {
    const page = await open(t, "/quarantine");
    await page.getByRole("list", { name: "What was not let in" }).getByRole("link").first().waitFor();
    await press(page, "j");
    await activate(page, page.getByRole("button", { name: "Let it in" }));
    await correct(page);
    await typeInto(page, page.getByLabel("Why"), "the carrier means one item");
    await activate(page, page.getByRole("button", { name: "Let it in" }));
    await page.getByText("It is in.").waitFor();
    assert.equal((await shop.refunds(kettle.orderId)).length, 1, "the kettle was refunded before");
  });

  test("Quarantine: what was let in is erased by itself, and its row says so", async (t) => {
    const page = await open(t, "/quarantine?status=released");
    const list = page.getByRole("list", { name: "What was not let in" });
    await activate(page, list.getByRole("link").first());
    await activate(page, page.getByRole("button", { name: "Erase it" }));
    const dialog = page.getByRole("dialog", { name: "Erase it" });
    await typeInto(page, dialog.getByLabel("Why"), "the sender asked for it");
    await activate(page, dialog.getByRole("button", { name: "Erase for good" }));
    await page.getByText("What it held was erased.").waitFor();
    await list.getByText("Erased", { exact: true }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Erase it" }).count(), 0);
    assert.equal(await page.getByText("How it begins").count(), 0);
  });

  test("New ticket: written, sent, and followed to its end", async (t) => {
    const page = await open(t, "/intake");
    await typeInto(page, page.getByLabel("Customer", { exact: true }), "nora.whitfield@example.com");
    await typeInto(
      page,
      page.getByLabel("What the customer wrote"),
      "Cancel order #W7001001 because no longer needed.",
    );
    await press(page, "Control+Enter");
    const followed = page.getByRole("list", { name: "Sent in" });
    await followed.getByRole("link", { name: /^Done: Cancel order #W7001001/ }).waitFor();
    await until("the shop gave the money back", async () =>
      (await shop.refunds("#W7001001")).length === 1 ? true : undefined,
    );
  });

  test("Settings: somebody is added, and gets a link", async (t) => {
    const page = await open(t, "/settings?tab=people");
    await activate(page, page.getByRole("button", { name: "Add somebody" }));
    await typeInto(page, page.getByLabel("Name"), "ada");
    await press(page, "Enter");
    await page
      .getByText(/login#code=/)
      .first()
      .waitFor();
  });
});

/** Its items are to be a list. */
async function correct(page: Page): Promise<void> {
  const field = page.getByLabel(/As it should have been/);
  const body = z.record(z.string(), z.unknown()).parse(JSON.parse(await field.inputValue()));
  await typeInto(page, field, JSON.stringify({ ...body, itemIds: kettle.itemIds }));
}
