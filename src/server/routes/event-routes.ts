/** Events over the API: what a program or a person says has happened. Their ids are unique among all that come this way. */
import { z } from "@hono/zod-openapi";
import { receive } from "../../engine/intake.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import { apiSource } from "../../observe/source-registry.ts";
import { nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";

const sentSchema = z
  .object({
    type: z.string().min(1).max(200).openapi({ example: "TicketReceived" }),
    payload: z.unknown(),
    id: z.string().min(1).max(256).openapi({ description: "the same when it is sent again" }),
    about: z
      .string()
      .max(500)
      .nullable()
      .default(null)
      .openapi({ description: "what it is about: an order, a return" }),
    account: z.string().min(1).max(200).default("main"),
    subject: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .openapi({ description: "whom it is about: sealed with their key" }),
  })
  .openapi("SentEvent");

const receiptSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("accepted"), runs: z.array(z.string()) }),
  z.object({ status: z.literal("duplicate") }),
]);

export function eventRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "post",
    path: "/api/events",
    tag: "intake",
    summary: "Take an event in",
    scope: "events",
    params: nothing,
    query: nothing,
    body: sentSchema,
    reply: receiptSchema,
    successes: { 202: "it is on disk, and these runs began", 200: "it was here before; nothing happened again" },
    statusOf: (receipt) => (receipt.status === "accepted" ? 202 : 200),
  }).by(async ({ body, by }) => {
    const sent = { ...body, payload: toJson(body.payload ?? null), source: apiSource, principal: `person:${by}` };
    const { value: receipt, durable } = receive(praxis.engine, sent);
    await durable;
    if (receipt.status === "accepted") return { status: "accepted", runs: [...receipt.runs] };
    if (receipt.status === "duplicate") return { status: "duplicate" };
    throw new PraxisError("id_reused", `the id "${body.id}" was used before for another event`, {
      next: "Give a new event a new id. The first one was kept, this one was not.",
    });
  });
}
