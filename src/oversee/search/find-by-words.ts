/**
 * What a person typed, as conditions over the blind index. Each word has to be there: in what is indexed of the run, or of the person that it is about. A
 * word that is not finished finds what begins with it.
 */
import type { EventLog, SqlValue } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { docsOfPosition } from "./search-table.ts";
import { WordKeys } from "./word-keys.ts";
import { hasShortNumber, soughtInProse, wordsOf } from "./words.ts";

export interface Term {
  readonly term: string;
  readonly values: readonly SqlValue[];
}

/** A word by its keys in the two scopes. */
interface Sought {
  readonly run: number;
  readonly person: number;
}

export interface WordSearch {
  readonly words: readonly Sought[];
  /**
   * The word that the fewest runs have, so that a search begins with it; null where each has so many that going through the list by time finds a
   * page sooner.
   */
  readonly rarest: Sought | null;
}

const mostWords = 8;
/** Beyond these, a word is common: 5,000 runs are read and sorted within 30 ms. */
const commonFromRuns = 5_000;
const commonFromPeople = 300;

const personsWith = "SELECT d.subject FROM search_words w JOIN search_docs d ON d.id = w.doc WHERE w.word = ?";

/** @returns null where nothing that was typed is long enough to be looked for. */
export function readWords(log: EventLog, typed: string): WordSearch | null {
  const keys = WordKeys.of(log);
  const words = wordsOf(typed)
    .slice(0, mostWords)
    .map((word) => ({ run: keys.key("run", soughtInProse(word)), person: keys.key("person", word) }));
  if (words.length === 0 || hasShortNumber(typed)) return null;
  const count = (key: number, most: number): number =>
    integer(
      log.sql.get("SELECT count(*) AS count FROM (SELECT 1 FROM search_words WHERE word = ? LIMIT ?)", key, most) ?? {},
      "count",
    );
  const rare = words.flatMap((word) => {
    const [runs, people] = [count(word.run, commonFromRuns), count(word.person, commonFromPeople)];
    return runs === commonFromRuns || people === commonFromPeople ? [] : [{ word, rows: runs + 10 * people }];
  });
  const [first] = rare.sort((one, other) => one.rows - other.rows);
  return { words, rarest: first?.word ?? null };
}

/** Over the table of runs. */
export function holdsAll({ words }: WordSearch): Term[] {
  return words.map(({ run, person }) => ({
    term: `(EXISTS (SELECT 1 FROM search_words WHERE word = ? AND doc BETWEEN runs.started_position * ${docsOfPosition} AND runs.started_position * ${docsOfPosition} + 6)
      OR runs.subject IN (${personsWith}))`,
    values: [run, person],
  }));
}

/** Over the table of runs, by their ids: those that have this word themselves. */
export function runsWith({ run }: Sought): Term {
  return {
    term: "runs.id IN (SELECT d.target FROM search_words w JOIN search_docs d ON d.id = w.doc WHERE w.word = ?)",
    values: [run],
  };
}

/** Over the table of runs, by their subject: those about somebody who has this word. */
export function runsOfPeopleWith({ person }: Sought): Term {
  return { term: `runs.subject IN (${personsWith})`, values: [person] };
}

/** Which of these runs hold all that was typed. */
export function runsThatHold(log: EventLog, search: WordSearch, runs: readonly string[]): Set<string> {
  const terms = holdsAll(search);
  const found = log.sql.all(
    `SELECT id FROM runs WHERE id IN (SELECT value FROM json_each(?)) AND ${terms.map(({ term }) => term).join(" AND ")}`,
    JSON.stringify(runs),
    ...terms.flatMap(({ values }) => values),
  );
  return new Set(found.map((row) => text(row, "id")));
}

/** Roots of the customers whose handles and names hold all that was typed, each word by one of them. */
export function customersWith(log: EventLog, { words }: WordSearch): string[] {
  const roots = words.map(() => `SELECT c.root FROM customers c WHERE c.subject IN (${personsWith})`);
  return log.sql
    .all(`SELECT DISTINCT root FROM (${roots.join(" INTERSECT ")})`, ...words.map(({ person }) => person))
    .map((row) => text(row, "root"));
}
