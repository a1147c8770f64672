/** What was sent to a source and not let in. */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../kernel/errors.ts";
import { integer, text } from "../../log/rows.ts";
import { quarantinedSchema } from "../../observe/quarantine/quarantine-table.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { Conditions, nextSchema, pageQuery, readPage } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import { momentSchema } from "../views/event-view.ts";

const rowSchema = z
  .object({ id: z.string(), source: z.string(), code: z.string(), at: momentSchema, bodyBytes: z.int() })
  .openapi("Quarantined");

const detailSchema = z.object({ at: momentSchema, ...quarantinedSchema.shape }).openapi("QuarantinedDetail");

const countsSchema = z.object({
  unknownSource: z.int().openapi({ description: "sent to an address that is no source's, since the server began" }),
  notRecorded: z
    .record(z.string(), z.int())
    .openapi({ description: "by source: refusals over 100 a minute, counted only" }),
});

export function quarantineRoutes({ app, praxis }: ServerParts): void {
  const { log, quarantine } = praxis;
  serve(app, {
    method: "get",
    path: "/api/quarantine",
    tag: "intake",
    summary: "Refused webhooks, newest first",
    scope: "read",
    params: nothing,
    query: z.object({ source: z.string().max(200).optional(), ...pageQuery }),
    body: noBody,
    reply: z.object({ quarantined: z.array(rowSchema), next: nextSchema, counts: countsSchema }),
  }).by(({ query: { source, limit, before } }) => {
    const index = source === undefined ? "quarantine_by_position" : "quarantine_by_source";
    const conditions = new Conditions().equal("source", source);
    const { rows, next } = readPage(
      log.sql,
      { table: "quarantine", index, time: "position", limit, before },
      conditions,
    );
    const quarantined = rows.map((row) => ({
      id: text(row, "id"),
      source: text(row, "source"),
      code: text(row, "code"),
      at: integer(row, "at"),
      bodyBytes: integer(row, "body_bytes"),
    }));
    return { quarantined, next, counts: quarantine.counts() };
  });
  serve(app, {
    method: "get",
    path: "/api/quarantine/{id}",
    tag: "intake",
    summary: "One refused webhook: headers without credentials, and the first 64 KiB of its body",
    scope: "read",
    params: z.object({ id: z.string().min(1).max(200) }),
    query: nothing,
    body: noBody,
    reply: detailSchema,
  }).by(({ params: { id } }) => {
    const found = quarantine.find(id);
    if (!found?.record)
      throw new PraxisError("unknown_quarantined", found ? `what ${id} held was erased` : `there is no record ${id}`, {
        next: "GET /api/quarantine lists them.",
      });
    return { at: found.at, ...found.record };
  });
}
