/** Runs as the API shows them. */
import { z } from "@hono/zod-openapi";
import { runFinishedSchema, runStartedSchema, runStream, setAsideSchema } from "../../engine/run-events.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { runStatuses } from "../lists/list-runs.ts";
import { lastEvent, momentSchema } from "./event-view.ts";

const waitSchema = z.object({
  what: z.string(),
  owner: z.string().openapi({ description: "who can end the wait: a role, a person, or `outside`" }),
  since: momentSchema,
  dueAt: momentSchema.nullable(),
  kind: z.string(),
  key: z.string(),
});

export const runSchema = z
  .object({
    id: z.string(),
    process: z.string(),
    version: z.string(),
    status: z.enum(runStatuses),
    account: z.string(),
    correlation: z.string().nullable(),
    startedAt: momentSchema,
    changedAt: momentSchema,
    parent: z.string().nullable().openapi({ description: "the run that started it" }),
    detail: z.string().nullable().openapi({ description: "set aside: the code; done: the run it continues as" }),
    waits: z.array(waitSchema),
  })
  .openapi("Run");
export type RunView = z.output<typeof runSchema>;

export function viewRun(log: EventLog, row: Row): RunView {
  const id = text(row, "id");
  const status = oneOf(row, "status", runStatuses);
  return {
    id,
    process: text(row, "process"),
    version: text(row, "version"),
    status,
    account: text(row, "account"),
    correlation: textOrNull(row, "correlation"),
    startedAt: integer(row, "started_at"),
    changedAt: integer(row, "changed_at"),
    parent: textOrNull(row, "parent"),
    detail: textOrNull(row, "detail"),
    waits: status === "waiting" ? log.sql.all("SELECT * FROM waits WHERE run = ? ORDER BY seq", id).map(viewWait) : [],
  };
}

function viewWait(row: Row): z.output<typeof waitSchema> {
  return {
    what: text(row, "what"),
    owner: text(row, "owner"),
    since: integer(row, "since"),
    dueAt: integerOrNull(row, "due_at"),
    kind: text(row, "kind"),
    key: text(row, "key"),
  };
}

export const runContentSchema = z.object({
  input: z.unknown().openapi({ description: "null where it was erased" }),
  result: z.unknown().openapi({ description: "what the process returned; null while it runs" }),
  setAside: z
    .object({ code: z.string(), reason: z.string(), next: z.string(), diff: z.string().nullable() })
    .nullable(),
});

/** What lies sealed in the run's first and last event. */
export function readRunContent(log: EventLog, id: string): z.output<typeof runContentSchema> {
  const first = log.readEvent(runStream(id), 1);
  const last = lastEvent(log, runStream(id));
  const readable = last && !last.erased ? last : undefined;
  return {
    input: first && !first.erased ? runStartedSchema.parse(first.data).input : null,
    result: readable?.type === "RunFinished" ? runFinishedSchema.parse(readable.data).value : null,
    setAside: readable?.type === "RunSetAside" ? setAsideSchema.parse(readable.data) : null,
  };
}
