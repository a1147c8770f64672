/** Gates as the API shows them: the row, and what lies sealed in the gate's first event. */
import { z } from "@hono/zod-openapi";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { openedOf } from "../../oversee/gates/answer-gate.ts";
import { type Edit, editSchema, editsOf } from "../../oversee/gates/edits.ts";
import { gateKinds, gateStatuses } from "../../oversee/gates/gate-book.ts";
import { type GateAnswered, gateAnsweredSchema, gateStream } from "../../oversee/gates/gates-table.ts";
import { isKeptFrom } from "../../oversee/gates/requester.ts";
import { evidenceLinks } from "../../oversee/why/evidence-links.ts";
import type { Principal } from "../server-options.ts";
import { momentSchema } from "./event-view.ts";

const tiers = ["T0", "T1", "T2", "T3"] as const;

const evidenceLinkSchema = z.object({
  label: z.string(),
  kind: z.enum(["event", "run", "effect", "blob", "customer"]),
  id: z.string(),
});

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
    contract: z.string().nullable(),
    tier: z.enum(tiers).nullable(),
    evidenceLinks: z.array(evidenceLinkSchema).openapi({ description: "what supports it, and opens in place" }),
    requester: z
      .string()
      .nullable()
      .openapi({ description: "the person who asked for the run: started it by hand, or sent what it began with" }),
    fourEyes: z.boolean().openapi({ description: "whether somebody else than the requester has to answer" }),
    explainEdits: z.boolean().openapi({ description: "whether an approval with edits needs a reason" }),
    mayAnswer: z.boolean().openapi({ description: "whether whoever asks may answer it now" }),
    heldUntil: momentSchema
      .nullable()
      .openapi({ description: "until then its answer may be taken back, and nothing follows from it" }),
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

/** @param asks whoever looks at it */
export function viewGate(log: EventLog, now: number, row: Row, asks: Principal | undefined): GateView {
  const id = text(row, "id");
  const opened = openedOf(log, id);
  const status = oneOf(row, "status", gateStatuses);
  const expiresAt = integerOrNull(row, "expires_at");
  const heldUntil = integerOrNull(row, "held_until");
  const isPast = status === "open" && heldUntil === null && expiresAt !== null && expiresAt <= now;
  const requester = textOrNull(row, "requester");
  const fourEyes = integer(row, "four_eyes") === 1;
  const tier = textOrNull(row, "tier");
  return {
    id,
    kind: oneOf(row, "kind", gateKinds),
    status: isPast ? "expired" : status,
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
    contract: textOrNull(row, "contract"),
    tier: tier === null ? null : (tiers.find((each) => each === tier) ?? null),
    evidenceLinks: evidenceLinks(log, row, opened?.evidence),
    requester,
    fourEyes,
    explainEdits: opened?.explainEdits ?? false,
    mayAnswer:
      status === "open" &&
      !isPast &&
      heldUntil === null &&
      mayApprove(asks) &&
      !isKeptFrom({ requester, fourEyes }, asks?.name ?? null),
    heldUntil,
    account: text(row, "account"),
    owner: text(row, "owner"),
    openedAt: integer(row, "opened_at"),
    expiresAt,
    answeredAt: integerOrNull(row, "answered_at"),
    answeredBy: textOrNull(row, "answered_by"),
    erased: opened === undefined,
  };
}

function mayApprove(asks: Principal | undefined): boolean {
  return asks !== undefined && (asks.scopes.includes("approve") || asks.scopes.includes("admin"));
}

export const answerSchema = z.object({
  ...gateAnsweredSchema.shape,
  value: z.unknown(),
  edits: z.array(editSchema).openapi({ description: "what was changed of the proposal before the yes" }),
});

/** The recorded answer; null where there is none, or where it was erased. */
export function readAnswer(log: EventLog, row: Row): (GateAnswered & { edits: Edit[] }) | null {
  const id = text(row, "id");
  const number = integerOrNull(row, "answer_number");
  const event = number === null ? undefined : log.readEvent(gateStream(id), number);
  if (!event || event.erased) return null;
  const answer = gateAnsweredSchema.parse(event.data);
  const isEdited = answer.verdict === "approve" && answer.value !== null;
  return { ...answer, edits: isEdited ? editsOf(openedOf(log, id)?.proposal, answer.value) : [] };
}
