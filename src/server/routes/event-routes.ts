/** Events over the API: what a program or a person says has happened. Their ids are unique among all that come this way. */
import { z } from "@hono/zod-openapi";
import { receive } from "../../engine/intake.ts";
import { isInternalType } from "../../engine/internal-events.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import { apiSource } from "../../observe/source-registry.ts";
import { namedSchema } from "../../remember/identity/handles.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { mayTellEvent } from "../guards/mailbox-word.ts";
import type { ServerParts } from "../server-options.ts";
import { eventSchema, viewEvent } from "../views/event-view.ts";

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
    subject: namedSchema.nullable().default(null).openapi({
      description: "whom it is about, a customer's id or several handles of theirs: sealed with their key",
    }),
  })
  .openapi("SentEvent");

const receiptSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("accepted"), runs: z.array(z.string()) }),
  z.object({ status: z.literal("duplicate") }),
]);

const positionParams = z.object({ position: z.coerce.number().int().min(1) });

/** Streams of what came in; what else the log holds is shown in its own place, by whoever may see it there. */
const sourceStream = "source/";

export function eventRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "get",
    path: "/api/events/{position}",
    tag: "intake",
    summary: "One event that came in, by its place in the log",
    scope: "read",
    params: positionParams,
    query: nothing,
    body: noBody,
    reply: eventSchema,
  }).by(({ params: { position } }) => {
    const [event] = praxis.log.readAll(position, 1);
    if (event?.position === position && event.stream.startsWith(sourceStream)) return viewEvent(event);
    throw new PraxisError("unknown_event", `nothing that came in has the place ${position}`, {
      next: "Evidence of a question and moments of a run name the places of what came in.",
    });
  });
  serve(app, {
    method: "post",
    path: "/api/events",
    tag: "intake",
    summary: "Take an event in; one of a mailbox's type needs the scope `admin`",
    scope: "events",
    params: nothing,
    query: nothing,
    body: sentSchema,
    reply: receiptSchema,
    successes: { 202: "it is on disk, and these runs began", 200: "it was here before; nothing happened again" },
    statusOf: (receipt) => (receipt.status === "accepted" ? 202 : 200),
  }).by(async ({ body, by, context }) => {
    mayTellEvent(praxis, context, body.type);
    if (isInternalType(body.type)) {
      throw new PraxisError("reserved_type", `${body.type} is said by Praxis itself, and by nobody else`, {
        next: "Give your event a type of its own.",
      });
    }
    const from = { source: apiSource, principal: `person:${by}`, mayComeAgain: true };
    const sent = { ...body, payload: toJson(body.payload ?? null), ...from };
    await praxis.engine.intake.turn(body.account);
    const { value: receipt, durable } = receive(praxis.engine, sent);
    await durable;
    if (receipt.status === "accepted") return { status: "accepted", runs: [...receipt.runs] };
    if (receipt.status === "duplicate") return { status: "duplicate" };
    throw new PraxisError("id_reused", `the id "${body.id}" was used before for another event`, {
      next: "Give a new event a new id. The first one was kept, this one was not.",
    });
  });
}
