/** The story of one run: what it began with, what it did, whom it asked, and where it stands. */
import { effectStatuses } from "../../act/effects/effect-events.ts";
import { forkOf } from "../../engine/fork/forks-table.ts";
import { runStream, setAsideSchema } from "../../engine/run-events.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { answeredGate, describeAnswer } from "./answered-gate.ts";
import type { WhyDeps } from "./explain-effect.ts";
import { lastEvent } from "./last-event.ts";
import { describeOrigin, originOf } from "./origin.ts";
import type { RunWhy } from "./why-shape.ts";
import { few, moment, sentence } from "./words.ts";

const mostEffects = 5;
const mostGates = 2;
const mostRead = 100;

export function explainRun({ log, ledger }: WhyDeps, row: Row): RunWhy {
  const id = text(row, "id");
  const effects = log.sql
    .all("SELECT id, status FROM effects WHERE run = ? ORDER BY seq, generation LIMIT ?", id, mostRead)
    .map((effect) => {
      const intended = ledger.intended(text(effect, "id"));
      return {
        id: text(effect, "id"),
        what: intended?.description ?? "(erased)",
        status: oneOf(effect, "status", effectStatuses),
        interim: intended?.interim ?? null,
      };
    });
  const gates = log.sql
    .all("SELECT * FROM gates WHERE run = ? ORDER BY opened_at LIMIT ?", id, mostRead)
    .map((gate) => answeredGate(log, gate));
  const waits = log.sql.all("SELECT * FROM waits WHERE run = ? ORDER BY seq LIMIT ?", id, mostRead).map((wait) => ({
    what: text(wait, "what"),
    owner: text(wait, "owner"),
    since: integer(wait, "since"),
    dueAt: integerOrNull(wait, "due_at"),
  }));
  const origin = originOf(log, id);
  const process = text(row, "process");
  const parent = textOrNull(row, "parent");
  const startedAt = integer(row, "started_at");
  const fork = forkOf(log.sql, id);
  const lines = [
    `Run ${id} of "${process}", begun on ${moment(startedAt)}: ${standing(row)}.`,
    describeOrigin(origin),
    ...(parent === null ? [] : [`The run ${parent} started it.`]),
    ...(fork === null ? [] : [`It is a fork of the run ${fork.run}: from step ${fork.step} on it asked again.`]),
    ...few(
      effects.map(({ what, status, interim, id: effect }) => {
        const words = status === "succeeded" && interim !== null ? `prepared: ${interim}` : statusInWords[status];
        return `- ${what}: ${words} (effect ${effect})`;
      }),
      mostEffects,
      (count) => `- and ${count} more`,
    ),
    ...(effects.length === 0 ? ["It has done nothing outside so far."] : []),
    ...few(
      gates.flatMap((gate) => {
        const answer = describeAnswer(gate);
        return answer === null ? [] : [`“${gate.title}”: ${answer}`];
      }),
      mostGates,
      (count) => `${count} more answers of people are on record.`,
    ),
    ...few(
      waits.map(({ what, owner, since }) => `It waits for ${what} (${owner}), since ${moment(since)}.`),
      2,
      (count) => `It waits for ${count} more things.`,
    ),
    ...setAsideLines(log, row),
  ];
  return {
    kind: "run",
    id,
    text: lines.join("\n"),
    origin,
    process,
    status: text(row, "status"),
    startedAt,
    changedAt: integer(row, "changed_at"),
    effects: effects.map(({ interim: _, ...effect }) => effect),
    gates,
    waits,
  };
}

const statusInWords: Readonly<Record<(typeof effectStatuses)[number], string>> = {
  intended: "not done so far",
  attempting: "being done right now",
  succeeded: "done",
  refused: "refused by the other side, not done",
  failed: "given up, not done",
  unknown: "nobody knows yet whether it was done",
  compensating: "done, and being undone",
  compensated: "done, and undone",
};

function standing(row: Row): string {
  const at = moment(integer(row, "changed_at"));
  const continued = textOrNull(row, "detail");
  switch (text(row, "status")) {
    case "done":
      return continued === null ? `done on ${at}` : `it went on as run ${continued} on ${at}`;
    case "cancelled":
      return `cancelled on ${at}`;
    case "set aside":
      return `set aside on ${at}`;
    case "waiting":
      return "waiting";
    default:
      return "moving";
  }
}

function setAsideLines(log: EventLog, row: Row): string[] {
  if (text(row, "status") !== "set aside") return [];
  const event = lastEvent(log, runStream(text(row, "id")));
  if (event?.type !== "RunSetAside" || event.erased) return [];
  const { reason, next } = setAsideSchema.parse(event.data);
  return [`It was set aside, because ${sentence(reason)} ${sentence(next)}`];
}
