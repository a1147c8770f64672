/** Results that were measured one after the other, as one; and the place in a page that a result is written to. */
import type { Result } from "../figures/figure.ts";

/** Of a figure that is in several, the last one counts; it keeps the place of the first. @throws where there is none */
export function joinResults(results: readonly Result[]): Result {
  const last = results.at(-1);
  if (last === undefined) throw new Error("Name at least one file that `npm run bench -- --json <file>` has written.");
  const figures = new Map(results.flatMap((result) => result.figures.map((figure) => [figure.name, figure] as const)));
  return { ...last, isQuick: results.some(({ isQuick }) => isQuick), figures: [...figures.values()] };
}

const begin = "<!-- figures: written by bench/write-report.ts -->";
const end = "<!-- end of figures -->";

/** @throws where a mark is missing */
export function replaceBetweenMarks(page: string, text: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no place for figures: "${begin}" and, after it, "${end}".`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}
