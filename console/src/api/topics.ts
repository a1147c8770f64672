/**
 * Which cached answers a change makes old. Each key begins with what it is about: a list's with the list's topic, one thing's with its
 * kind and id, so that a topic names the beginning of the keys that it touches.
 */
export type Key = readonly string[];

/** Besides the list or thing that a topic names. */
const alsoTouched: Readonly<Record<string, readonly Key[]>> = {
  runs: [["counts"]],
  gates: [["counts"]],
  effects: [["counts"]],
  quarantine: [["counts"]],
  settings: [["health"], ["processes"], ["saved-views"]],
  people: [["session"]],
  customers: [["suggestions"]],
  reports: [["kpis"]],
};

/** @returns "everything" where the change may be anything */
export function keysOf(topics: readonly string[]): readonly Key[] | "everything" {
  if (topics.includes("*")) return "everything";
  return topics.flatMap((topic) => {
    const slash = topic.indexOf("/");
    const key = slash < 0 ? [topic] : [topic.slice(0, slash), topic.slice(slash + 1)];
    return [key, ...(alsoTouched[topic] ?? [])];
  });
}
