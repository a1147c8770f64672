/** A gate and its answer, in the words of an explanation. */
import type { EventLog, Row } from "../../log/event-log.ts";
import { integerOrNull, text, textOrNull } from "../../log/rows.ts";
import { openedOf } from "../gates/answer-gate.ts";
import { gateAnsweredSchema, gateStream } from "../gates/gates-table.ts";
import type { AnsweredGate } from "./why-shape.ts";
import { moment } from "./words.ts";

export function readGate(log: EventLog, id: string): AnsweredGate | null {
  const row = log.sql.get("SELECT * FROM gates WHERE id = ?", id);
  return row ? answeredGate(log, row) : null;
}

export function answeredGate(log: EventLog, row: Row): AnsweredGate {
  const id = text(row, "id");
  const number = integerOrNull(row, "answer_number");
  const event = number === null ? undefined : log.readEvent(gateStream(id), number);
  const answer = event && !event.erased ? gateAnsweredSchema.parse(event.data) : null;
  return {
    id,
    title: openedOf(log, id)?.title ?? "(erased)",
    status: text(row, "status"),
    by: textOrNull(row, "answered_by"),
    at: integerOrNull(row, "answered_at"),
    reason: answer?.reason ?? null,
    edited: answer?.verdict === "approve" && answer.value !== null,
  };
}

/** "maria approved it on …: “why”"; null while nobody has answered. */
export function answerInWords({ by, at, status, reason, edited }: AnsweredGate): string | null {
  if (by === null || at === null) return null;
  const verb = status === "approved" && edited ? "approved it with changes" : `${status} it`;
  return `${by} ${verb} on ${moment(at)}${reason === null || reason === "" ? "" : `: “${reason}”`}`;
}

/** The same with the gate's id: for texts that link nowhere. */
export function describeAnswer(gate: AnsweredGate): string | null {
  const words = answerInWords(gate);
  return words === null ? null : `${words} (gate ${gate.id}).`;
}
