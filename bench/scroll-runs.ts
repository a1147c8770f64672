/** Scrolls the list of runs with the wheel, and counts the frames that came late. */
import type { Page } from "playwright-core";
import { z } from "zod";

const lateMs = 50;
const turns = 200;
const pixelsATurn = 400;

const scrolledSchema = z.object({ gaps: z.array(z.number()), rows: z.number() });

export interface Scrolled {
  readonly frames: number;
  readonly slow: number;
  readonly slowestMs: number;
  /** How many runs the list holds in the end. */
  readonly rows: number;
}

export async function scrollRuns(page: Page, url: string): Promise<Scrolled> {
  await page.goto(url);
  const first = page.getByRole("list", { name: "Runs" }).getByRole("link").first();
  await first.hover();
  await page.evaluate(`globalThis.gaps = []; (() => {
    let last = performance.now();
    const frame = (now) => { gaps.push(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  })(); undefined`);
  for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(0, pixelsATurn);
  const found = await page.evaluate(
    `({ gaps, rows: Number(document.querySelector("[aria-setsize]")?.getAttribute("aria-setsize") ?? 0) })`,
  );
  const { gaps, rows } = scrolledSchema.parse(found);
  await page.close();
  return { frames: gaps.length, slow: gaps.filter((gap) => gap > lateMs).length, slowestMs: Math.max(...gaps), rows };
}
