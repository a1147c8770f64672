/** What a list was asked for, in a sentence. Pure. */
import type { Filters } from "../../search.ts";

/** Those that say how the page looks, not what is looked for. */
const notAsked = new Set(["run", "tab", "order", "work", "from", "to"]);
const names: Readonly<Record<string, string>> = { setAside: "set aside with", correlation: "story" };

export function searchedWords(filters: Filters): string {
  const { q, ...rest } = filters;
  const asked = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined || notAsked.has(name)
      ? []
      : [name === "touched" ? touchedWords(value) : `${names[name] ?? name} ${value}`],
  );
  if (filters.from !== undefined || filters.to !== undefined) asked.push("the time of a chart's point");
  const within = asked.length === 0 ? "" : ` with ${asked.join(", ")}`;
  return q === undefined
    ? `Asked for${within === "" ? " everything" : within.slice(5)}.`
    : `Searched for “${q}”${within}.`;
}

function touchedWords(value: string): string {
  return value === "yes" ? "a person needed" : "nobody needed";
}
