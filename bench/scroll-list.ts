/**
 * Scrolls a list with the wheel from its first row to its last, and counts the frames that came late; and a page with nothing but height, by as many turns of
 * the wheel, for what the browser and the machine lose by themselves.
 */
import type { Page } from "playwright-core";
import { z } from "zod";

/** A frame is every 16.7 ms; this late, two of them were missed, and the eye notices. */
const lateMs = 50;
const restMs = 30;
/** A list of which no more comes for this long has come to its end, or does not go on. */
const patienceMs = 5_000;

const framesSchema = z.object({ gaps: z.array(z.number()), longTasks: z.array(z.number()) });
const placeSchema = z.object({ rows: z.number(), isAtEnd: z.boolean() });

export interface Scrolled {
  readonly frames: number;
  readonly late: number;
  readonly slowestMs: number;
  /** Share of the frames that a screen of 60 Hz would have shown and that never came. */
  readonly dropped: number;
  /** Tasks over 50 ms, as the browser itself counts them. */
  readonly longTasks: number;
  readonly turns: number;
  readonly rows: number;
  readonly tookMs: number;
}

const countFrames = `globalThis.gaps = []; globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
  (() => {
    let last = performance.now();
    const frame = (now) => { gaps.push(now - last); last = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  })(); undefined`;

const place = `(() => {
  const list = document.querySelector(".rows");
  const last = Number(list?.querySelector("[aria-setsize]")?.getAttribute("aria-setsize") ?? 0);
  return { rows: last, isAtEnd: list !== null && list.scrollTop + list.clientHeight >= list.scrollHeight - 2 };
})()`;

/** @param pixelsATurn of the wheel. @param mostTurns ends it before the end of the list */
export async function scrollList(
  page: Page,
  list: { url: string; label: string },
  pixelsATurn: number,
  mostTurns: number,
): Promise<Scrolled> {
  await page.goto(list.url);
  await page.getByRole("list", { name: list.label }).getByRole("link").first().hover();
  await page.evaluate(countFrames);
  const begun = performance.now();
  let turns = 0;
  let atEndSince: number | null = null;
  while (turns < mostTurns) {
    await page.mouse.wheel(0, pixelsATurn);
    turns += 1;
    await page.waitForTimeout(restMs);
    if (turns % 10 !== 0 && atEndSince === null) continue;
    const { isAtEnd } = placeSchema.parse(await page.evaluate(place));
    if (!isAtEnd) atEndSince = null;
    else if (atEndSince === null) atEndSince = performance.now();
    else if (performance.now() - atEndSince > patienceMs) break;
  }
  const tookMs = performance.now() - begun;
  const { rows } = placeSchema.parse(await page.evaluate(place));
  return { ...(await readFrames(page)), turns, rows, tookMs };
}

export async function scrollBlank(page: Page, pixelsATurn: number, turns: number): Promise<Scrolled> {
  await page.setContent(`<div style="height: ${pixelsATurn * turns}px">blank</div>`);
  await page.mouse.move(200, 200);
  await page.evaluate(countFrames);
  const begun = performance.now();
  for (let turn = 0; turn < turns; turn += 1) {
    await page.mouse.wheel(0, pixelsATurn);
    await page.waitForTimeout(restMs);
  }
  return { ...(await readFrames(page)), turns, rows: 0, tookMs: performance.now() - begun };
}

async function readFrames(page: Page) {
  const { gaps, longTasks } = framesSchema.parse(await page.evaluate("({ gaps, longTasks })"));
  const missed = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / 16.7) - 1), 0);
  return {
    frames: gaps.length,
    late: gaps.filter((gap) => gap > lateMs).length,
    slowestMs: Math.max(...gaps),
    dropped: missed / (missed + gaps.length),
    longTasks: longTasks.length,
  };
}
