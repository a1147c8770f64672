/** What changed, as the live stream tells it: names of what to read again, never content. */
import { z } from "@hono/zod-openapi";
import { momentSchema } from "./event-view.ts";

/** `event: hello`, the first of each stream: where it begins. */
export const liveHelloSchema = z
  .object({ position: z.number().int().openapi({ description: "all up to this event is on disk and can be read" }) })
  .openapi("LiveHello");
export type LiveHello = z.output<typeof liveHelloSchema>;

/** `event: change`; its `id` is the position. */
export const liveChangeSchema = z
  .object({
    position: z.number().int(),
    at: momentSchema,
    topics: z.array(z.string()).openapi({
      description:
        'without doubles, at most 200: "runs", "run/<id>", "gates", "gate/<id>", "effects", "effect/<id>", "settings", "customers", "customer/<id>", "reports", "quarantine", "people"; ["*"] where it may be anything',
      example: ["runs", "run/0mnop3"],
    }),
  })
  .openapi("LiveChange");
export type LiveChange = z.output<typeof liveChangeSchema>;
