/** Reports that processes have published, newest first. */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../../kernel/errors.ts";
import type { EventLog, Row } from "../../../log/event-log.ts";
import { integer, text } from "../../../log/rows.ts";
import { readReport } from "../../../oversee/reports/report-book.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import { Conditions, nextSchema, pageQuery, readPage } from "../../lists/page.ts";
import type { ServerParts } from "../../server-options.ts";
import { type ReportView, reportDetailSchema, reportSchema } from "../../views/report-view.ts";

export function reportRoutes({ app, praxis }: ServerParts): void {
  const { log } = praxis;
  serve(app, {
    method: "get",
    path: "/api/reports",
    tag: "figures",
    summary: "Reports, newest first",
    scope: "read",
    params: nothing,
    query: z.object({ name: z.string().max(200).optional(), ...pageQuery }),
    body: noBody,
    reply: z.object({ reports: z.array(reportSchema), next: nextSchema }),
  }).by(({ query }) => {
    const { name, limit, before } = query;
    const index = name === undefined ? "reports_by_time" : "reports_by_name";
    const list = { table: "reports", index, time: "at", limit, before };
    const { rows, next } = readPage(log.sql, list, new Conditions().equal("name", name));
    return { reports: rows.map((row) => viewReport(log, row)), next };
  });
  serve(app, {
    method: "get",
    path: "/api/reports/{id}",
    tag: "figures",
    summary: "One report, as HTML and as Markdown",
    scope: "read",
    params: z.object({ id: z.string().min(1).max(200) }),
    query: nothing,
    body: noBody,
    reply: reportDetailSchema,
  }).by(({ params }) => {
    const row = log.sql.get("SELECT * FROM reports WHERE id = ?", params.id);
    const report = row ? readReport(log, params.id) : undefined;
    if (!row || !report) {
      throw new PraxisError("unknown_report", `there is no report ${params.id}`, {
        next: "GET /api/reports lists them.",
      });
    }
    return { ...viewReport(log, row), html: report.html, markdown: report.markdown };
  });
}

function viewReport(log: EventLog, row: Row): ReportView {
  const id = text(row, "id");
  return {
    id,
    name: text(row, "name"),
    period: text(row, "period"),
    title: readReport(log, id)?.title ?? "(erased)",
    account: text(row, "account"),
    at: integer(row, "at"),
    run: text(row, "run"),
  };
}
