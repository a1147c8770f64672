/** The story of one question: what was asked, why, and who answered. */
import type { Row } from "../../log/event-log.ts";
import { integer, text, textOrNull } from "../../log/rows.ts";
import { openedOf } from "../gates/answer-gate.ts";
import { answeredGate, describeAnswer } from "./answered-gate.ts";
import type { WhyDeps } from "./explain-effect.ts";
import { describeOrigin, originOf } from "./origin.ts";
import type { GateWhy } from "./why-shape.ts";
import { few, moment, sentence } from "./words.ts";

const mostReasons = 4;

export function explainGate({ log }: WhyDeps, row: Row): GateWhy {
  const id = text(row, "id");
  const opened = openedOf(log, id);
  const gate = answeredGate(log, row);
  const run = textOrNull(row, "run");
  const process = textOrNull(row, "process");
  const origin = run === null ? ({ kind: "unknown" } as const) : originOf(log, run);
  const openedAt = integer(row, "opened_at");
  const asker = process === null ? "" : ` by the process "${process}"`;
  const lines = [
    `“${gate.title}” was asked on ${moment(openedAt)}${asker}${run === null ? "" : ` (run ${run})`}.`,
    ...few(
      (opened?.reasons ?? []).map((reason) => `- because ${sentence(reason)}`),
      mostReasons,
      (count) => `- and for ${count} more reasons.`,
    ),
    describeOrigin(origin),
    ...(opened ? [`Yes: ${sentence(opened.afterYes)} No: ${sentence(opened.afterNo)}`] : []),
    describeAnswer(gate) ?? standing(gate.status, text(row, "owner")),
  ];
  return {
    kind: "gate",
    id,
    text: lines.join("\n"),
    origin,
    gate,
    reasons: opened?.reasons ?? [],
    process,
    run,
    effect: textOrNull(row, "effect"),
    openedAt,
  };
}

function standing(status: string, owner: string): string {
  switch (status) {
    case "open":
      return `It waits for an answer (${owner}).`;
    case "expired":
      return "Nobody answered in time, so it counts as no.";
    default:
      return "It was withdrawn: the answer is not needed any more.";
  }
}
