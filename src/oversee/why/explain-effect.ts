/** The story of one effect: what, when, why, on whose authority, from which input, and what came of it. */
import { effectStream } from "../../act/effects/effect-events.ts";
import type { EffectRow, Ledger } from "../../act/effects/ledger.ts";
import { unknownKey } from "../../act/effects/unknown-gate.ts";
import { isObject } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import { answeredBeforeLines, authorityLines, authorityOf } from "./authority.ts";
import { describeOutcome, headline } from "./effect-outcome.ts";
import { describeOrigin, originOf } from "./origin.ts";
import type { EffectWhy } from "./why-shape.ts";
import { moment } from "./words.ts";

export interface WhyDeps {
  readonly log: EventLog;
  readonly ledger: Ledger;
}

const tierInWords: Readonly<Record<EffectRow["tier"], string>> = {
  T0: "inside our own records, exactly once",
  T1: "the other side knows a repeated request again, so it is done once",
  T2: "the other side is asked before anything is sent again, so it is done once",
  T3: "sent at most once; if no answer comes, a person is asked",
};

export function explainEffect({ log, ledger }: WhyDeps, row: EffectRow): EffectWhy {
  const events = log.readStream(effectStream(row.id));
  const intended = ledger.intended(row.id);
  const origin = originOf(log, row.run);
  const at = events.at(-1)?.at ?? row.createdAt;
  const asked = log.sql.get("SELECT 1 AS yes FROM gates WHERE key = ? AND status = 'open'", unknownKey(row.id));
  const outcome = describeOutcome(row, events, asked !== undefined);
  const authority = intended ? authorityOf(log, intended, row.createdAt) : null;
  const alsoMetBy = meetingsOf(log, row.id);
  const compensatedBy = compensatedByOf(events);
  const what = intended?.description ?? "(erased)";
  const why: Omit<EffectWhy, "text"> = {
    kind: "effect",
    id: row.id,
    origin,
    what,
    status: row.status,
    contract: row.contract,
    tier: row.tier,
    connection: row.connection,
    account: row.account,
    process: row.process,
    run: row.run,
    at,
    attempts: events.filter(({ type }) => type === "EffectAttempting").length,
    outcome,
    authority,
    alsoMetBy,
    compensates: intended?.compensates ?? null,
    compensatedBy,
  };
  const lines = [
    `${what}: ${headline(row, at, intended?.interim ?? null)}.`,
    outcome,
    describeOrigin(origin),
    `The process "${row.process}" asked for it (run ${row.run}), under the contract "${row.contract}" (${row.tier}: ${tierInWords[row.tier]}).`,
    ...authorityLines(authority, { currency: intended?.money?.currency ?? null }),
    ...answeredBeforeLines(authority),
    ...(row.generation > 1
      ? [`It is generation ${row.generation}: the same had not worked out before, and was asked for again.`]
      : []),
    ...(why.compensates === null ? [] : [`It undoes effect ${why.compensates}.`]),
    ...(compensatedBy === null ? [] : [`Effect ${compensatedBy} undoes it.`]),
    ...meetingLines(alsoMetBy),
  ];
  return { ...why, text: lines.join("\n") };
}

function meetingsOf(log: EventLog, effect: string): EffectWhy["alsoMetBy"] {
  return log.sql
    .all(
      "SELECT m.run, m.how, m.at, r.process FROM meetings m JOIN runs r ON r.id = m.run WHERE m.effect = ? ORDER BY m.run LIMIT 50",
      effect,
    )
    .map((row) => ({
      run: text(row, "run"),
      process: text(row, "process"),
      how: oneOf(row, "how", ["same", "conflict"]),
      at: integer(row, "at"),
    }));
}

function meetingLines(meetings: EffectWhy["alsoMetBy"]): string[] {
  const [first] = meetings;
  if (!first) return [];
  const others = meetings.length === 1 ? "" : `, and ${meetings.length - 1} more`;
  return [
    `The same was asked for again by run ${first.run} ("${first.process}", ${moment(first.at)})${others}; it was not done twice.`,
  ];
}

function compensatedByOf(events: readonly { type: string; data: unknown }[]): string | null {
  const event = events.findLast(({ type }) => type === "EffectCompensating" || type === "EffectCompensated");
  return isObject(event?.data) && typeof event.data.by === "string" ? event.data.by : null;
}
