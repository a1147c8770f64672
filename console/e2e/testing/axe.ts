/** What axe-core finds on a page: in light and dark, and at 360 pixels. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { z } from "zod";
import { desk, phone } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Over the debugger, so that the page's content security policy stays as it is.
const load = `if (typeof axe === "undefined") { ${axe} }; undefined`;
const look = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.flatMap(
  ({ id, help, nodes }) => nodes.map(({ target }) => id + ": " + help + " (" + target.join(" ") + ")")))`;
const found = z.array(z.string());

const looks = [
  { colorScheme: "light", ...desk },
  { colorScheme: "dark", ...desk },
  { colorScheme: "light", viewport: phone.viewport },
  { colorScheme: "dark", viewport: phone.viewport },
] as const;

/** Of the page as it stands: whoever asks has waited until it shows what it is to show. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(load);
  return found.parse(await page.evaluate(look));
}

export async function assertAccessible(page: Page): Promise<void> {
  const before = page.viewportSize() ?? desk.viewport;
  for (const { colorScheme, viewport } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(viewport);
    // What has to be laid out anew is there after two frames.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${viewport.width} px`;
    assert.deepEqual(await violations(page), [], where);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false, `${where}: too wide`);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await page.setViewportSize(before);
}
