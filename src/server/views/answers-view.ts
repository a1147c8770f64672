/** Many gates answered at once: what is sent, and the honest result of each. */
import { z } from "@hono/zod-openapi";
import { mostAtOnce } from "../../oversee/gates/answer-many.ts";
import { gateKinds } from "../../oversee/gates/gate-book.ts";
import { longestHoldMs } from "../../oversee/gates/held-answers.ts";

export const answersBodySchema = z
  .object({
    ids: z.array(z.string().min(1).max(200)).min(1).max(mostAtOnce).optional(),
    filter: z
      .object({
        kind: z.enum(gateKinds).optional(),
        process: z.string().max(200).optional(),
        contract: z.string().max(200).optional(),
        account: z.string().max(200).optional(),
        owner: z.string().max(200).optional(),
        q: z.string().max(200).optional(),
      })
      .optional()
      .openapi({ description: "open gates that this fits; either `ids` or `filter`" }),
    verdict: z.enum(["approve", "decline"]),
    reason: z.string().max(2_000).nullable().default(null),
    expected: z.int().min(1).openapi({ description: "how many gates the person saw; otherwise nothing is done" }),
    holdMs: z
      .int()
      .min(0)
      .max(longestHoldMs)
      .default(0)
      .openapi({ description: "for how long the answers may be taken back before anything follows from them" }),
    id: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .default(null)
      .openapi({ description: "the same id goes to the same gates again, however often it is sent" }),
  })
  .openapi("AnswersBody");
export type AnswersBody = z.input<typeof answersBodySchema>;

const resultSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(["recorded", "already", "failed"]),
    code: z.string().nullable(),
    message: z.string().nullable(),
  })
  .openapi("AnswerResult");

export const takeBackBodySchema = z.object({ ids: z.array(z.string().min(1).max(200)).min(1).max(mostAtOnce) });

export const takenBackSchema = z.object({
  results: z.array(resultSchema.extend({ status: z.enum(["taken back", "failed"]) }).openapi("TakeBackResult")),
});
export type TakeBackResultView = z.output<typeof takenBackSchema>["results"][number];

export const answersSchema = z.object({ results: z.array(resultSchema) }).openapi("Answers");
export type AnswersView = z.output<typeof answersSchema>;
export type AnswerResultView = z.output<typeof resultSchema>;
