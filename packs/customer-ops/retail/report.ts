/** The summary for programs, and the tables for people. */
import type { WorldResult } from "./compare.ts";

export interface Summary {
  readonly requests: number;
  readonly matched: number;
  /** Tickets that rules read; the others were read by a person. */
  readonly byRules: number;
  readonly byPerson: number;
  /** Worlds that rules alone handled and that differ. */
  readonly wrongByRules: number;
  /** Transactions at the shop beyond those expected, and those missing. */
  readonly duplicateEffects: number;
  readonly lostEffects: number;
  readonly unknownLeft: number;
  readonly askedAboutUnknown: number;
  readonly kills: number;
  readonly elapsedMs: number;
}

export function summarise(
  results: readonly WorldResult[],
  counted: Pick<Summary, "unknownLeft" | "askedAboutUnknown" | "kills" | "elapsedMs"> & {
    readonly readByPerson: ReadonlySet<string>;
  },
): Summary {
  const { readByPerson, unknownLeft, askedAboutUnknown, kills, elapsedMs } = counted;
  const byPerson = results.filter(({ request }) => readByPerson.has(request.world)).length;
  return {
    requests: results.length,
    matched: results.filter(({ matches }) => matches).length,
    byRules: results.length - byPerson,
    byPerson,
    wrongByRules: results.filter(({ matches, request }) => !matches && !readByPerson.has(request.world)).length,
    duplicateEffects: results.reduce((sum, { duplicates }) => sum + duplicates.length, 0),
    lostEffects: results.reduce((sum, { losses }) => sum + losses.length, 0),
    unknownLeft,
    askedAboutUnknown,
    kills,
    elapsedMs,
  };
}

const labels: Readonly<Record<keyof Summary, string>> = {
  requests: "requests",
  matched: "worlds exactly as expected",
  byRules: "tickets read by rules",
  byPerson: "tickets read by a person",
  wrongByRules: "read by rules, and wrong",
  duplicateEffects: "payments made twice",
  lostEffects: "payments missing",
  unknownLeft: "effects left unknown",
  askedAboutUnknown: "times asked what became of an effect",
  kills: "times the server was killed",
  elapsedMs: "milliseconds",
};

export function tableOf(summary: Summary): string {
  const rows = Object.entries(labels).map(([key, label]) => [
    label,
    String(Object.entries(summary).find(([name]) => name === key)?.[1]),
  ]);
  return rows.map(([label = "", value = ""]) => `  ${label.padEnd(40)} ${value.padStart(8)}`).join("\n");
}

const mostShown = 20;

export function differencesOf(results: readonly WorldResult[]): string {
  const different = results.filter(({ matches }) => !matches);
  const shown = different
    .slice(0, mostShown)
    .map(({ request, got, duplicates, losses }) =>
      [
        `world ${request.world}: "${request.text.slice(0, 160)}"`,
        `  expected ${JSON.stringify(request.expected)}`,
        `  got      ${JSON.stringify(got)}`,
        ...duplicates.map((entry) => `  twice    ${entry}`),
        ...losses.map((entry) => `  missing  ${entry}`),
      ].join("\n"),
    );
  const more = different.length > mostShown ? [`... and ${different.length - mostShown} more`] : [];
  return [...shown, ...more].join("\n");
}
