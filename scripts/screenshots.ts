/**
 * Makes the pictures of the README, light and dark: two weeks at the sample shop, as its people see it on the second Friday, and the report on the Monday
 * after.
 *
 *   npm run screenshots
 *
 * Chromium has to be there (or PRAXIS_CHROMIUM name it); the pictures go to docs/images. The shop's calendar is moved, so that each picture shows the same
 * days whenever it is taken; ids, which differ each time, are shown as one and the same.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { z } from "zod";
import { desk, openBrowser, phone, signIn, whyNoBrowser } from "../console/e2e/testing/browser.ts";
import { reviewer, TwoWeeks } from "./screenshots/two-weeks.ts";

const folder = join(import.meta.dirname, "..", "docs", "images");
const schemes = { "": "light", "-dark": "dark" } as const;
const idsAreOne = `for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();)
  walker.currentNode.data = walker.currentNode.data.replace(/^[0-9a-f]{12}…$/, "5d1c07ea94b2…")`;
const listSchema = z.object({ runs: z.array(z.object({ id: z.string(), title: z.string() })) });

/** By picture: waits until there is what it is to show. */
const shown: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  inbox: mayBeAnswered,
  phone: mayBeAnswered,
  run: (page) => page.getByRole("heading", { name: "What happened" }).waitFor(),
  async report(page) {
    await page
      .getByRole("link", { name: /2026-W47/ })
      .first()
      .click();
    await page.frameLocator("iframe").getByRole("heading").first().waitFor();
  },
};

/** A question that has just opened takes no answer for a moment. */
async function mayBeAnswered(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Approve", exact: true, disabled: false }).waitFor();
}

const reason = whyNoBrowser();
if (reason === false) await takeAll();
else {
  process.stderr.write(`screenshots: ${reason}\n`);
  process.exitCode = 1;
}

async function takeAll(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "praxis-pictures-"));
  const weeks = await TwoWeeks.open(scratch);
  const browser = await openBrowser();
  try {
    const first = await browser.newContext();
    await signIn(await first.newPage(), await weeks.shop.linkFor(reviewer, "admin"));
    const storageState = await first.storageState();
    await weeks.play(first.request);
    const options = { baseURL: weeks.shop.url, storageState, locale: "en-GB", timezoneId: "UTC" };
    const refund = (await weeks.shop.openGates()).find(({ title }) => title.startsWith("Refund"))?.id;
    const { runs } = await weeks.shop.get(listSchema, "/api/runs?q=ruth.abrams%40example.com&process=answer%20mail");
    const angry = runs.find(({ title }) => title.includes("THIRD TIME"))?.id;
    const pictures: [name: string, path: string, size: BrowserContextOptions][] = [
      ["inbox", `/gates/${refund}`, desk],
      ["run", `/runs/${angry}`, desk],
      ["phone", `/gates/${refund}`, { ...phone, deviceScaleFactor: 2 }],
    ];
    for (const [name, path, size] of pictures) await takeBoth(browser, { ...options, ...size }, { name, path, weeks });
    await weeks.weekEnds();
    await takeBoth(browser, { ...options, ...desk }, { name: "report", path: "/reports?tab=published", weeks });
  } finally {
    await browser.close();
    weeks.shop.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly weeks: TwoWeeks;
}

async function takeBoth(browser: Browser, options: BrowserContextOptions, { name, path, weeks }: Picture) {
  for (const [suffix, colorScheme] of Object.entries(schemes)) {
    const context = await browser.newContext({ ...options, colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.clock.setFixedTime(weeks.now);
    await page.goto(path);
    await shown[name]?.(page);
    await page.evaluate(idsAreOne);
    await page.screenshot({ path: join(folder, `${name}${suffix}.png`), animations: "disabled", caret: "hide" });
    process.stdout.write(`${name}${suffix}.png\n`);
    await context.close();
  }
}
