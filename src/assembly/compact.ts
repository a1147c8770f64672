/**
 * Archives what is over (docs/adr/0026): events of runs that ended, of their effects and gates, and what came in, once it is old enough.
 *
 * Boundary: says which streams are over; how events are archived is the log's. Streams of things that stay (settings, people, customers, tokens, quarantine)
 * are never over. Nothing is lost where one is taken for over too early: it is read the same, only slower.
 */
import { effectStream } from "../act/effects/effect-events.ts";
import { runStream } from "../engine/run-events.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ArchiveStep, EventLog, Sql } from "../log/event-log.ts";
import { gateStream } from "../oversee/gates/gates-table.ts";
import { startRequestStream } from "../oversee/why/start-request.ts";

export interface CompactOrder {
  /** Position to go on from. */
  readonly from: number;
  readonly olderThanMs: number;
  readonly dryRun: boolean;
}

/** So that whoever asks shows progress, and a server that ends in between loses no more than this. */
const stepMs = 500;

/** Archives for about half a second. @returns the sum, and where to go on. */
export async function compactStep(
  { log, clock }: { readonly log: EventLog; readonly clock: Clock },
  { from, olderThanMs, dryRun }: CompactOrder,
): Promise<ArchiveStep> {
  const before = clock.now() - olderThanMs;
  const isOver = overBefore(log.sql, before);
  const until = clock.now() + stepMs;
  let sum: ArchiveStep = { next: from, events: 0, bytesBefore: 0, bytesAfter: 0 };
  while (sum.next !== null && clock.now() < until) {
    const { next, events, bytesBefore, bytesAfter } = await log.archive({ from: sum.next, before, isOver, dryRun });
    sum = {
      next,
      events: sum.events + events,
      bytesBefore: sum.bytesBefore + bytesBefore,
      bytesAfter: sum.bytesAfter + bytesAfter,
    };
  }
  return sum;
}

/** What came in, and what was asked for by hand: over as soon as it is on record. */
const arrivals = ["source/", startRequestStream("")];

/** By the prefix of its stream: finds the thing of this id where it ended before a moment. */
const endings: Readonly<Record<string, string>> = {
  [runStream("")]: "SELECT 1 FROM runs WHERE id = ? AND status IN ('done', 'cancelled') AND changed_at < ?",
  [effectStream("")]:
    "SELECT 1 FROM effects WHERE id = ? AND status IN ('succeeded', 'refused', 'failed', 'compensated') AND changed_at < ?",
  [gateStream("")]:
    "SELECT 1 FROM gates WHERE id = ? AND status <> 'open' AND held_until IS NULL AND coalesce(answered_at, opened_at) < ?",
};

export function overBefore(sql: Sql, before: number): (stream: string) => boolean {
  return (stream) => {
    const slash = stream.indexOf("/") + 1;
    const [prefix, id] = [stream.slice(0, slash), stream.slice(slash)];
    const ended = endings[prefix];
    return ended === undefined ? arrivals.includes(prefix) : sql.get(ended, id, before) !== undefined;
  };
}
