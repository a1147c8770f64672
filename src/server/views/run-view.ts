/** Runs as the API shows them. */
import { z } from "@hono/zod-openapi";
import { forkOf, forksOf } from "../../engine/fork/forks-table.ts";
import type { ProcessRegistry } from "../../engine/process-registry.ts";
import { runFinishedSchema, runStream, setAsideSchema } from "../../engine/run-events.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { runTitle } from "../../oversee/story/run-title.ts";
import { readWaits } from "../../oversee/story/tell-story.ts";
import { inputOf } from "../../oversee/story/telling/facts.ts";
import { lastEvent } from "../../oversee/why/last-event.ts";
import { customerOf } from "../../remember/identity/read-customers.ts";
import { runStatuses } from "../lists/list-runs.ts";
import { momentSchema } from "./event-view.ts";

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
    title: z.string().openapi({ description: "the process's name, and what this run is about" }),
    erased: z.boolean().openapi({ description: "whether its content was erased with whom it was about" }),
    process: z.string(),
    version: z.string(),
    isBehind: z.boolean().openapi({ description: "it is not over, and new runs begin on other code than it is on" }),
    status: z.enum(runStatuses),
    account: z.string(),
    correlation: z.string().nullable(),
    startedAt: momentSchema,
    changedAt: momentSchema,
    endedAt: momentSchema.nullable(),
    customer: z.object({ id: z.string(), name: z.string() }).nullable(),
    touches: z.int().openapi({ description: "how many answers people gave for it" }),
    parent: z.string().nullable().openapi({ description: "the run that started it" }),
    detail: z.string().nullable().openapi({ description: "set aside: the code; done: the run it continues as" }),
    forkOf: z.object({ run: z.string(), step: z.int() }).nullable(),
    forks: z.array(z.object({ run: z.string(), step: z.int() })).openapi({ description: "newest first" }),
    waits: z.array(waitSchema),
  })
  .openapi("Run");
export type RunView = z.output<typeof runSchema>;

export const countsSchema = z
  .object({
    moving: z.int(),
    waiting: z.int(),
    done: z.int(),
    cancelled: z.int(),
    setAside: z.int(),
    toMend: z
      .int()
      .openapi({ description: "set aside, without those whose person was erased: they are over for good" }),
    openGates: z.int(),
    unknownEffects: z.int(),
    quarantined: z.int(),
    lastHour: z
      .object({
        done: z.int(),
        moved: z.array(z.object({ contract: z.string(), count: z.int() })),
      })
      .openapi({
        description: "of the runs that began in it, those that are done; and by contract, effects that moved money",
      }),
  })
  .openapi("Counts");
export type CountsView = z.output<typeof countsSchema>;

export function viewRun(log: EventLog, processes: ProcessRegistry, row: Row): RunView {
  const id = text(row, "id");
  const status = oneOf(row, "status", runStatuses);
  const process = text(row, "process");
  const account = text(row, "account");
  const changedAt = integer(row, "changed_at");
  const erased = log.readEvent(runStream(id), 1)?.erased ?? false;
  const version = text(row, "version");
  const newest = processes.newest(process);
  const isOver = status === "done" || status === "cancelled";
  return {
    id,
    title: titleOf(log, id, process),
    erased,
    process,
    version,
    isBehind: !isOver && newest !== undefined && newest.version !== version,
    status,
    account,
    correlation: textOrNull(row, "correlation"),
    startedAt: integer(row, "started_at"),
    changedAt,
    endedAt: isOver ? changedAt : null,
    customer: customerOf(log, textOrNull(row, "subject"), account),
    touches: integer(log.sql.get("SELECT count FROM touches WHERE run = ?", id) ?? { count: 0 }, "count"),
    parent: textOrNull(row, "parent"),
    detail: textOrNull(row, "detail"),
    forkOf: forkOf(log.sql, id),
    forks: forksOf(log.sql, id),
    waits: status === "waiting" ? readWaits(log, id).map(viewWait) : [],
  };
}

export function titleOf(log: EventLog, id: string, process: string): string {
  const erased = log.readEvent(runStream(id), 1)?.erased ?? false;
  return erased ? `${runTitle(process, null)} (erased)` : runTitle(process, inputOf(log, id));
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
  const last = lastEvent(log, runStream(id));
  const readable = last && !last.erased ? last : undefined;
  return {
    input: inputOf(log, id),
    result: readable?.type === "RunFinished" ? runFinishedSchema.parse(readable.data).value : null,
    setAside: readable?.type === "RunSetAside" ? setAsideSchema.parse(readable.data) : null,
  };
}
