/**
 * From events to topics: the names of what a page would have to read again.
 *
 * Invariant: streams tell enough, so nothing is unsealed, and a flood of events costs one bounded query.
 */
import type { EventLog } from "../../log/event-log.ts";
import { textOrNull } from "../../log/rows.ts";

/** What changed; null where it may be anything. */
export type Topics = ReadonlySet<string> | null;

export const mostTopics = 200;
/** Reading again what is shown costs less than telling in detail what so many events changed. */
const farthestBehind = 5_000;

/** The list that a thing is in, by the kind of its stream. */
const lists: Readonly<Record<string, string>> = {
  run: "runs",
  gate: "gates",
  effect: "effects",
  customer: "customers",
  report: "reports",
  source: "sources",
};

export function topicsBetween(log: EventLog, after: number, upTo: number): Topics {
  if (upTo - after > farthestBehind || after > upTo) return null;
  const streams = log.streamsBetween(after, upTo, mostTopics + 1);
  let topics: Topics = new Set();
  for (const stream of streams) topics = merged(topics, topicsOf(log, stream));
  return topics;
}

export function merged(one: Topics, other: Topics): Topics {
  if (one === null || other === null) return null;
  const all = one.union(other);
  return all.size > mostTopics ? null : all;
}

export function topicsOf(log: EventLog, stream: string): Topics {
  const slash = stream.indexOf("/");
  if (slash < 0) return new Set([stream]);
  const kind = stream.slice(0, slash);
  const id = stream.slice(slash + 1);
  switch (kind) {
    case "gate":
      return new Set(["gates", stream, ...topicsOfRun(runOf(log, "SELECT run FROM gates WHERE id = ?", id))]);
    case "effect":
      return new Set(["effects", stream, ...topicsOfRun(runOf(log, "SELECT run FROM effects WHERE id = ?", id))]);
    case "start":
      return new Set(topicsOfRun(id));
    case "schedule":
      return new Set(["sources", `source/${id}`]);
    case "suggestion":
      return new Set(["customers"]);
    // A person was erased: what was about them reads differently everywhere.
    case "subject":
      return null;
    default: {
      const list = lists[kind];
      return new Set(list === undefined ? [kind] : [list, stream]);
    }
  }
}

/** A run's page shows its gates and effects, of which a page that was read before does not know all. */
function topicsOfRun(run: string | null): string[] {
  return run === null ? [] : ["runs", `run/${run}`];
}

function runOf(log: EventLog, statement: string, id: string): string | null {
  const row = log.sql.get(statement, id);
  return row ? textOrNull(row, "run") : null;
}
