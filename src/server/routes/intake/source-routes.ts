/** Where events come from, and what people enter by hand: forms, and rows of CSV files. */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../../kernel/errors.ts";
import { toJson } from "../../../kernel/json.ts";
import type { Form } from "../../../observe/forms/form.ts";
import { largestCsvBytes } from "../../../observe/forms/read-csv.ts";
import { takeCsv, takeSubmission } from "../../../observe/forms/take-values.ts";
import type { AnySource } from "../../../observe/source-registry.ts";
import { lastEvent } from "../../../oversee/why/last-event.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import { errorSchema } from "../../error-answer.ts";
import { requireScope } from "../../guards/authenticate.ts";
import { readBody } from "../../guards/read-json.ts";
import type { ServerParts } from "../../server-options.ts";
import {
  csvResultSchema,
  type SourceView,
  sourceListSchema,
  submissionSchema,
  submittedSchema,
} from "../../views/source-view.ts";

const nameParam = z.object({ name: z.string().min(1).max(200) });

export function sourceRoutes({ app, praxis }: ServerParts): void {
  const { sources, runner, log } = praxis;
  serve(app, {
    method: "get",
    path: "/api/sources",
    tag: "intake",
    summary: "Sources: webhooks, mail folders, mailboxes, schedules and forms, and how each is doing",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: sourceListSchema,
  }).by(() => ({
    sources: sources.every().map((source) => {
      const trouble = sources.troubleOf(source.name);
      return {
        ...viewSource(source),
        state: {
          lastAt: lastEvent(log, `source/${source.name}`)?.at ?? null,
          lastError: trouble?.why ?? null,
          remedy: trouble?.remedy ?? null,
          failingSince: trouble?.since ?? null,
          nextAt: runner.nextAt(source.name),
        },
      };
    }),
  }));
  serve(app, {
    method: "post",
    path: "/api/sources/{name}/submit",
    tag: "intake",
    summary: "Submit a form",
    scope: "events",
    params: nameParam,
    query: nothing,
    body: submissionSchema,
    reply: submittedSchema,
    successes: { 200: "it is on disk, here as an event or held in quarantine; or it was here before" },
  }).by(async ({ params, body, by }) => {
    const form = formCalled(praxis.sources.named(params.name), params.name);
    const values = Object.fromEntries(Object.entries(body.values).map(([key, value]) => [key, toJson(value)]));
    const taken = await takeSubmission(praxis, form, values, { id: body.id ?? null, by });
    return { ...taken, runs: [...taken.runs] };
  });
  csvRoute({ app, praxis });
}

/** Not JSON: the file as it is. */
function csvRoute({ app, praxis }: Pick<ServerParts, "app" | "praxis">): void {
  const json = (schema: z.ZodType) => ({ "application/json": { schema } });
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/api/sources/{name}/csv",
    tags: ["intake"],
    summary: "Upload rows of a form as CSV, up to 5 MiB; the first line names the fields",
    security: [{ token: ["events"] }, { session: [] }],
    description:
      "Needs the scope `events`. Each row has its own result; a row that was here before is not taken again.",
    request: { params: nameParam, body: { required: true, content: { "text/csv": { schema: z.string() } } } },
    responses: {
      200: { description: "what became of each row", content: json(csvResultSchema) },
      default: { description: "what went wrong, and what to do now", content: json(errorSchema) },
    },
  });
  app.post("/api/sources/:name/csv", async (context) => {
    const { name: by } = requireScope(context, "events");
    const name = context.req.param("name");
    const form = formCalled(praxis.sources.named(name), name);
    if (!form.csv) {
      throw new PraxisError("bad_csv", `the form "${name}" takes no rows`, { next: "Submit it one by one." });
    }
    const body = await readBody(context.req.raw.body, largestCsvBytes);
    if (body.kind === "too large") {
      throw new PraxisError("too_large", `the file is larger than ${largestCsvBytes} bytes`, {
        next: "Upload it in parts; nothing of it was recorded.",
      });
    }
    const rows = await takeCsv(praxis, form, body.bytes, by);
    return context.json({ rows: rows.map((row) => ({ ...row, runs: [...row.runs] })) });
  });
}

/** @throws unknown_source */
function formCalled(source: AnySource | undefined, name: string): Form {
  if (source?.kind === "form") return source;
  throw new PraxisError("unknown_source", source ? `"${name}" is no form` : `there is no source "${name}"`, {
    next: "GET /api/sources lists them.",
  });
}

const kinds = {
  source: "webhook",
  "mail folder": "mail folder",
  "imap mailbox": "imap",
  schedule: "schedule",
  form: "form",
} as const satisfies Record<AnySource["kind"], SourceView["kind"]>;

function viewSource(source: AnySource): Omit<SourceView, "state"> {
  const { name } = source;
  const kind = kinds[source.kind];
  if (source.kind === "source") return { name, kind, title: name, events: source.event, form: null, csv: false };
  const { title, event: events } = source;
  if (source.kind !== "form") return { name, kind, title, events, form: null, csv: false };
  return { name, kind, title, events, form: source.jsonSchema, csv: source.csv };
}
