/** Making the log smaller while it is written to: in steps, so that whoever asks sees how far it is and may stop at any time. */
import { z } from "@hono/zod-openapi";
import { compactStep } from "../../../assembly/compact.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import type { ServerParts } from "../../server-options.ts";

const longestMs = 100 * 365 * 86_400_000;
const bytes = z.int().min(0);
const spaceSchema = z.object({
  fileBytes: bytes,
  freeBytes: bytes.openapi({ description: "of these: nothing lies there; it is used again, or cut off" }),
  canShrink: z
    .boolean()
    .openapi({ description: "false for a file of an older version: the offline command mends that" }),
});
/** A few hundred pages are moved in a transaction of some ten milliseconds. */
const pagesPerStep = 500;

export function compactRoutes({ app, praxis }: ServerParts): void {
  const { log } = praxis;
  serve(app, {
    method: "post",
    path: "/api/log/compact",
    tag: "server",
    summary: "Archive what is over, for about half a second; ask again with `next` until it is null",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: z.object({
      from: z.int().min(1).default(1),
      olderThanMs: z.number().min(0).max(longestMs),
      dryRun: z.boolean().default(false).openapi({ description: "only say what would be done" }),
    }),
    reply: z.object({
      next: z.int().nullable(),
      end: z.int().openapi({ description: "the log's last position" }),
      events: z.int(),
      bytesBefore: bytes,
      bytesAfter: bytes,
      space: spaceSchema,
    }),
  }).by(async ({ body }) => ({
    ...(await compactStep({ log, clock: praxis.ports.clock }, body)),
    end: log.head().position,
    space: log.space(),
  }));
  serve(app, {
    method: "post",
    path: "/api/log/shrink",
    tag: "server",
    summary: "Cut some of the free pages off the log's file; ask again until `freeBytes` does not get smaller",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: spaceSchema,
  }).by(() => log.shrink(pagesPerStep));
}
