/** Effects as the API shows them: the ledger's row, and what lies sealed in the effect's first event. */
import { z } from "@hono/zod-openapi";
import { effectStatuses, type Intended } from "../../act/effects/effect-events.ts";
import type { Ledger } from "../../act/effects/ledger.ts";
import type { Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text } from "../../log/rows.ts";
import { attemptSchema } from "../../oversee/story/story-shape.ts";
import { erasedName } from "../../oversee/story/telling/erased-name.ts";
import type { EffectWhy } from "../../oversee/why/why-shape.ts";
import { eventSchema, momentSchema } from "./event-view.ts";

export const effectSchema = z
  .object({
    id: z.string(),
    description: z.string(),
    interim: z.string().nullable().openapi({
      description:
        "what is so once it succeeded, where it only prepares what is described; null where it does that itself",
    }),
    contract: z.string(),
    connection: z.string(),
    account: z.string(),
    tier: z.enum(["T0", "T1", "T2", "T3"]),
    status: z.enum(effectStatuses),
    process: z.string(),
    run: z.string(),
    generation: z
      .int()
      .openapi({ description: "1, or one more for each time it was tried again on recorded authority" }),
    attempts: z.int(),
    createdAt: momentSchema,
    changedAt: momentSchema,
    nextAt: momentSchema.nullable().openapi({ description: "when the next attempt or look-up may come" }),
    deadlineAt: momentSchema.nullable().openapi({ description: "after this the last attempt is not sent any more" }),
    money: z
      .object({ cents: z.int(), currency: z.string() })
      .nullable()
      .openapi({ description: "what it moves, where its contract says so; kept where the rest is erased" }),
    erased: z.boolean(),
  })
  .openapi("Effect");
export type EffectView = z.output<typeof effectSchema>;

export const effectContentSchema = z.object({
  intent: z
    .unknown()
    .openapi({ description: "`{object, occasion}`: the business identity, readable; null where erased" }),
  wish: z.unknown(),
  authority: z.unknown().openapi({ description: "`{level, verdicts, gate, by, input}`" }),
  compensates: z.string().nullable().openapi({ description: "the effect that this one undoes" }),
  idempotencyKey: z.string().openapi({ description: "as the other side saw it, at every attempt" }),
});

const openGate = z
  .string()
  .nullable()
  .openapi({ description: "of an unknown one: where people say what became of it" });

export const listedEffectSchema = effectSchema.extend({ openGate }).openapi("ListedEffect");
export type ListedEffectView = z.output<typeof listedEffectSchema>;

export const effectDetailSchema = effectSchema
  .extend({
    ...effectContentSchema.shape,
    openGate,
    attemptsLog: z.array(attemptSchema),
    events: z.array(eventSchema),
  })
  .openapi("EffectDetail");
export type EffectDetailView = z.output<typeof effectDetailSchema>;
export type EffectWhyView = EffectWhy;

export function viewEffect(ledger: Ledger, row: Row): EffectView {
  const id = text(row, "id");
  const intended = ledger.intended(id);
  return {
    id,
    description: intended?.description ?? erasedName(text(row, "contract"), ledger.moneyOf(id)),
    interim: intended?.interim ?? null,
    contract: text(row, "contract"),
    connection: text(row, "connection"),
    account: text(row, "account"),
    tier: oneOf(row, "tier", ["T0", "T1", "T2", "T3"]),
    status: oneOf(row, "status", effectStatuses),
    process: text(row, "process"),
    run: text(row, "run"),
    generation: integer(row, "generation"),
    attempts: integer(row, "attempt"),
    createdAt: integer(row, "created_at"),
    changedAt: integer(row, "changed_at"),
    nextAt: integerOrNull(row, "next_at"),
    deadlineAt: integerOrNull(row, "deadline_at"),
    money: ledger.moneyOf(id),
    erased: intended === undefined,
  };
}

export function viewEffectContent(
  intended: Intended | undefined,
  idempotencyKey: string,
): z.output<typeof effectContentSchema> {
  return {
    intent: intended?.intent ?? null,
    wish: intended?.wish ?? null,
    authority: intended?.authority ?? null,
    compensates: intended?.compensates ?? null,
    idempotencyKey,
  };
}
