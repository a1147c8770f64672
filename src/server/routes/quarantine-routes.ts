/** What came in and was not let in; letting it in after all, or setting it aside for good. */
import { z } from "@hono/zod-openapi";
import { eraseQuarantined } from "../../assembly/erase-person.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import type { Row } from "../../log/event-log.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import { type Quarantined, quarantineKinds } from "../../observe/quarantine/quarantine-table.ts";
import { releaseHeld } from "../../observe/quarantine/release.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { Conditions, nextSchema, pageQuery, readPage } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import {
  dismissedSchema,
  dismissSchema,
  erasedRecordSchema,
  quarantinedDetailSchema,
  quarantinedRowSchema,
  quarantineStatuses,
  releasedSchema,
  releaseSchema,
} from "../views/source-view.ts";

const idParam = z.object({ id: z.string().min(1).max(200) });

const countsSchema = z.object({
  unknownSource: z.int().openapi({ description: "sent to an address that is no source's, since the server began" }),
  notRecorded: z
    .record(z.string(), z.int())
    .openapi({ description: "by source: refusals over 100 a minute, counted only" }),
});

/** Of one that was erased. */
function whatIsLeft(row: Row): Quarantined {
  return {
    id: text(row, "id"),
    source: text(row, "source"),
    kind: oneOf(row, "kind", quarantineKinds),
    code: text(row, "code"),
    message: "",
    headers: {},
    bodyBase64: "",
    bodyBytes: integer(row, "body_bytes"),
    bodySha256: null,
    skippedBefore: 0,
    blob: null,
    deliveryId: null,
  };
}

export function quarantineRoutes({ app, praxis }: ServerParts): void {
  const { log, quarantine } = praxis;
  serve(app, {
    method: "get",
    path: "/api/quarantine",
    tag: "intake",
    summary: "What was not let in, newest first",
    scope: "read",
    params: nothing,
    query: z.object({
      source: z.string().max(200).optional(),
      status: z.enum(quarantineStatuses).optional(),
      ...pageQuery,
    }),
    body: noBody,
    reply: z.object({ quarantined: z.array(quarantinedRowSchema), next: nextSchema, counts: countsSchema }),
  }).by(({ query: { source, status, limit, before } }) => {
    const unnamed = status === undefined ? "quarantine_by_position" : "quarantine_by_status";
    const index = source === undefined ? unnamed : "quarantine_by_source";
    const conditions = new Conditions().equal("source", source).equal("status", status);
    const { rows, next } = readPage(
      log.sql,
      { table: "quarantine", index, time: "position", limit, before },
      conditions,
    );
    const quarantined = rows.map((row) => ({
      id: text(row, "id"),
      source: text(row, "source"),
      kind: oneOf(row, "kind", quarantineKinds),
      status: oneOf(row, "status", quarantineStatuses),
      code: text(row, "code"),
      at: integer(row, "at"),
      bodyBytes: integer(row, "body_bytes"),
      erased: integer(row, "erased") === 1,
    }));
    return { quarantined, next, counts: quarantine.counts() };
  });
  serve(app, {
    method: "get",
    path: "/api/quarantine/{id}",
    tag: "intake",
    summary: "One of them: where it came from, headers without credentials, and the first 64 KiB of it",
    scope: "read",
    params: idParam,
    query: nothing,
    body: noBody,
    reply: quarantinedDetailSchema,
  }).by(({ params: { id } }) => {
    const found = quarantine.find(id);
    if (!found)
      throw new PraxisError("unknown_quarantined", `there is no record ${id}`, {
        next: "GET /api/quarantine lists them.",
      });
    const { at, row, record, settled } = found;
    const status = oneOf(row, "status", quarantineStatuses);
    return { at, status, erased: record === null, settled, ...(record ?? whatIsLeft(row)) };
  });
  serve(app, {
    method: "post",
    path: "/api/quarantine/{id}/release",
    tag: "intake",
    summary: "Let it in: as it came, or as `body` says it should have been",
    scope: "operate",
    params: idParam,
    query: nothing,
    body: releaseSchema,
    reply: releasedSchema,
    successes: { 200: "it is in, and these runs began; or it was refused again, and is still held" },
  }).by(async ({ params: { id }, body: { body, why }, by, context }) => {
    const isAdmin = context.get("principal")?.scopes.includes("admin") ?? false;
    const order = { body: body === undefined ? undefined : toJson(body), why, by, isAdmin };
    const { status, message, runs } = await releaseHeld(praxis, id, order);
    return { status, message, runs: [...runs] };
  });
  serve(app, {
    method: "post",
    path: "/api/quarantine/{id}/dismiss",
    tag: "intake",
    summary: "Set it aside for good: it stays on record, and nothing comes of it",
    scope: "operate",
    params: idParam,
    query: nothing,
    body: dismissSchema,
    reply: dismissedSchema,
  }).by(async ({ params: { id }, body: { why }, by }) => {
    await quarantine.dismiss(id, { by, why });
    return { status: "dismissed" as const };
  });
  serve(app, {
    method: "post",
    path: "/api/quarantine/{id}/erase",
    tag: "intake",
    summary: "Erase what it holds, and nothing else: it cannot be read again, by anyone; that it came stays on record",
    scope: "admin",
    params: idParam,
    query: nothing,
    body: dismissSchema,
    reply: erasedRecordSchema,
  }).by(async ({ params: { id }, body: { why }, by }) => {
    await eraseQuarantined(praxis, id, { principal: `person:${by}`, why });
    return { status: "erased" as const };
  });
}
