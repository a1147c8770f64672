/** A run as a story, and its raw events, searched. */
import { z } from "@hono/zod-openapi";
import { runStream } from "../../../engine/run-events.ts";
import { PraxisError } from "../../../kernel/errors.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import type { EventLog, Row } from "../../../log/event-log.ts";
import { tellStory } from "../../../oversee/story/tell-story.ts";
import { noBody, serve } from "../../endpoint.ts";
import type { Principal, ServerParts } from "../../server-options.ts";
import { viewEffect } from "../../views/effect-view.ts";
import { eventSchema, viewEvent } from "../../views/event-view.ts";
import { viewGate } from "../../views/gate-view.ts";
import { readRunContent, viewRun } from "../../views/run-view.ts";
import { type StoryView, storySchema } from "../../views/story-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

const pageQuery = z.object({
  from: z.coerce.number().int().min(1).default(1).openapi({ description: "number of the first moment" }),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

const eventsQuery = z.object({
  from: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  q: z.string().trim().max(200).optional().openapi({ description: "in its type or its content, whatever the case" }),
});

export function storyRoutes(parts: ServerParts): void {
  const { log } = parts.praxis;
  serve(parts.app, {
    method: "get",
    path: "/api/runs/{id}/story",
    tag: "runs",
    summary: "One run as a story: what happened, why, by whom, from which input",
    scope: "read",
    params: idParams,
    query: pageQuery,
    body: noBody,
    reply: storySchema,
  }).by(({ params, query, context }) => readStory(parts, rowOf(log, params.id), query, context.get("principal")));
  serve(parts.app, {
    method: "get",
    path: "/api/runs/{id}/events",
    tag: "runs",
    summary: "Raw events of one run, in order",
    scope: "read",
    params: idParams,
    query: eventsQuery,
    body: noBody,
    reply: z.object({
      events: z.array(eventSchema),
      total: z.int(),
      next: z.int().nullable().openapi({ description: "pass it as `from`, also where nothing was found so far" }),
    }),
  }).by(({ params, query }) => {
    rowOf(log, params.id);
    return findEvents(log, runStream(params.id), query);
  });
}

/** @throws unknown_run */
function rowOf(log: EventLog, id: string): Row {
  const row = log.sql.get("SELECT * FROM runs WHERE id = ?", id);
  if (row) return row;
  throw new PraxisError("unknown_run", `there is no run ${id}`, { next: "`praxis runs` lists them." });
}

function readStory(
  { praxis }: ServerParts,
  row: Row,
  page: z.output<typeof pageQuery>,
  asks: Principal | undefined,
): StoryView {
  const { log, ledger, ports } = praxis;
  const { effects, gates, ...story } = tellStory(praxis, row, page);
  const run = viewRun(log, praxis.processes, row);
  return {
    run,
    ...readRunContent(log, run.id),
    ...story,
    momentsFrom: page.from,
    effects: effects.flatMap(({ row: { id }, attemptsLog }) => {
      const effect = log.sql.get("SELECT * FROM effects WHERE id = ?", id);
      return effect ? [{ ...viewEffect(ledger, effect), attemptsLog }] : [];
    }),
    gates: gates.map((gate) => viewGate(log, ports.clock.now(), gate, asks)),
    events: log.lastNumber(runStream(run.id)),
  };
}

/** Content lies sealed, so a search opens event after event: this many for one answer, which then says where to go on. */
const mostOpened = 4_000;

function findEvents(log: EventLog, stream: string, query: z.output<typeof eventsQuery>) {
  const { from, limit, q = "" } = query;
  const total = log.lastNumber(stream);
  const sought = q.toLowerCase();
  const events: RecordedEvent[] = [];
  let number = from;
  for (; number <= total && events.length < limit && number < from + mostOpened; number++) {
    const event = log.readEvent(stream, number);
    if (event && fits(event, sought)) events.push(event);
  }
  return { events: events.map(viewEvent), total, next: number <= total ? number : null };
}

function fits({ type, data, principal }: RecordedEvent, sought: string): boolean {
  return sought === "" || `${type} ${principal} ${JSON.stringify(data)}`.toLowerCase().includes(sought);
}
