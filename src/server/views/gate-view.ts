/** Gates as the API shows them: the row, and what lies sealed in the gate's first event. */
import { z } from "@hono/zod-openapi";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { openedOf } from "../../oversee/gates/answer-gate.ts";
import { gateStatuses } from "../../oversee/gates/gate-book.ts";
import { type GateAnswered, gateAnsweredSchema, gateStream } from "../../oversee/gates/gates-table.ts";
import { gateKinds } from "../lists/list-gates.ts";
import { momentSchema } from "./event-view.ts";

export const gateSchema = z
  .object({
    id: z.string(),
    kind: z.enum(gateKinds),
    status: z.enum(gateStatuses),
    used: z.boolean(),
    title: z.string().openapi({ description: "what will happen after yes, or what is asked" }),
    reasons: z.array(z.string()).openapi({ description: "why it asks" }),
    proposal: z.unknown().openapi({ description: "the exact arguments, or what is known of the question" }),
    evidence: z.unknown(),
    afterYes: z.string(),
    afterNo: z.string(),
    answerSchema: z.unknown().openapi({ description: "JSON Schema of a value; null where only yes or no make sense" }),
    bound: z.string().openapi({ description: "digest of the exact arguments that a yes is for" }),
    policyVersion: z.string(),
    run: z.string().nullable(),
    process: z.string().nullable(),
    effect: z.string().nullable(),
    account: z.string(),
    owner: z.string(),
    openedAt: momentSchema,
    expiresAt: momentSchema.nullable(),
    answeredAt: momentSchema.nullable(),
    answeredBy: z.string().nullable(),
    erased: z.boolean(),
  })
  .openapi("Gate");
export type GateView = z.output<typeof gateSchema>;

export function viewGate(log: EventLog, now: number, row: Row): GateView {
  const id = text(row, "id");
  const opened = openedOf(log, id);
  const status = oneOf(row, "status", gateStatuses);
  const expiresAt = integerOrNull(row, "expires_at");
  return {
    id,
    kind: oneOf(row, "kind", gateKinds),
    status: status === "open" && expiresAt !== null && expiresAt <= now ? "expired" : status,
    used: integer(row, "used") === 1,
    title: opened?.title ?? "(erased)",
    reasons: opened?.reasons ?? [],
    proposal: opened?.proposal ?? null,
    evidence: opened?.evidence ?? null,
    afterYes: opened?.afterYes ?? "",
    afterNo: opened?.afterNo ?? "",
    answerSchema: opened?.answerSchema ?? null,
    bound: text(row, "bound"),
    policyVersion: text(row, "policy_version"),
    run: textOrNull(row, "run"),
    process: textOrNull(row, "process"),
    effect: textOrNull(row, "effect"),
    account: text(row, "account"),
    owner: text(row, "owner"),
    openedAt: integer(row, "opened_at"),
    expiresAt,
    answeredAt: integerOrNull(row, "answered_at"),
    answeredBy: textOrNull(row, "answered_by"),
    erased: opened === undefined,
  };
}

/** The recorded answer; null where there is none, or where it was erased. */
export function readAnswer(log: EventLog, row: Row): GateAnswered | null {
  const number = integerOrNull(row, "answer_number");
  const event = number === null ? undefined : log.readEvent(gateStream(text(row, "id")), number);
  return event && !event.erased ? gateAnsweredSchema.parse(event.data) : null;
}
