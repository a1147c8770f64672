/**
 * Makes the pictures of the README: a morning at the sample shop, as its people see it, light and dark.
 *
 *   node --conditions=praxis-source scripts/screenshots.ts
 *
 * Chromium has to be there (or PRAXIS_CHROMIUM name it); the pictures go to docs/images.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { desk, openBrowser, phone, signIn, whyNoBrowser } from "../console/e2e/testing/browser.ts";
import { openMorning, runOf } from "../console/e2e/testing/morning.ts";
import type { ShopAtWork } from "../console/e2e/testing/shop-at-work.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");
const schemes = { "": "light", "-dark": "dark" } as const;

const reason = whyNoBrowser();
if (reason === false) await takeAll();
else {
  process.stderr.write(`screenshots: ${reason}\n`);
  process.exitCode = 1;
}

async function takeAll(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const shop = await openMorning();
  const browser = await openBrowser();
  try {
    for (const [suffix, colorScheme] of Object.entries(schemes)) {
      const options = { baseURL: shop.url, colorScheme, locale: "en-GB", timezoneId: "UTC" };
      await atDesk(shop, browser, { ...desk, ...options }, suffix);
      await onPhone(shop, browser, { ...phone, ...options, deviceScaleFactor: 2 }, suffix);
    }
  } finally {
    await browser.close();
    shop.close();
  }
}

async function atDesk(shop: ShopAtWork, browser: Browser, options: BrowserContextOptions, suffix: string) {
  const page = await signedIn(shop, browser, options, `desk${suffix}`);
  const questions = page.getByRole("list", { name: "Questions" }).getByRole("link");
  await questions.filter({ hasText: "Cancel" }).first().click();
  await page.getByRole("button", { name: /^Approve/ }).waitFor();
  await take(page, `inbox${suffix}`);
  await page.goto(`${shop.url}/runs/${await runOf(shop, "refund returns")}`);
  await page.getByText("What happened").waitFor();
  await take(page, `run${suffix}`);
  await page.goto(`${shop.url}/reports`);
  await page.getByRole("region").first().waitFor();
  await take(page, `report${suffix}`);
  await page.context().close();
}

async function onPhone(shop: ShopAtWork, browser: Browser, options: BrowserContextOptions, suffix: string) {
  const page = await signedIn(shop, browser, options, `phone${suffix}`);
  await page.getByRole("list", { name: "Questions" }).getByRole("link").filter({ hasText: "Cancel" }).first().tap();
  await page.getByRole("button", { name: /^Approve/ }).waitFor();
  await take(page, `phone${suffix}`);
  await page.context().close();
}

async function signedIn(
  shop: ShopAtWork,
  browser: Browser,
  options: BrowserContextOptions,
  name: string,
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, await shop.linkFor(name, "admin"));
  return page;
}

/** What moves comes to rest first. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle").catch(() => undefined);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  process.stdout.write(`${name}.png\n`);
}
