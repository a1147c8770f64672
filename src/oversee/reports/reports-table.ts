/** Published reports, as a table (K3): of each the one that stands. What they say lies sealed with the tenant's key in the stream `report/<id>`. */
import { z } from "zod";
import { derivedId } from "../../kernel/ids.ts";
import type { Projection } from "../../log/event-log.ts";

export const reportPublishedSchema = z.object({
  name: z.string(),
  period: z.string(),
  revision: z.int().default(1),
  account: z.string(),
  run: z.string(),
  title: z.string(),
  html: z.string(),
  markdown: z.string(),
});
export type ReportPublished = z.infer<typeof reportPublishedSchema>;

export const reportStream = (id: string): string => `report/${id}`;

/** One name and period in one account is one report, whoever publishes it and however often. */
export function reportId(account: string, name: string, period: string): string {
  return derivedId("report", account, name, period);
}

export const reportsProjection: Projection = {
  name: "reports",
  version: 2,
  tables: {
    reports: `CREATE TABLE reports (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, period TEXT NOT NULL, account TEXT NOT NULL, run TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX reports_by_time ON reports (at, id);
      CREATE INDEX reports_by_name ON reports (name, at)`,
  },
  apply(event, sql) {
    if (event.type !== "ReportPublished" || event.erased) return;
    const { name, period, account, run } = reportPublishedSchema.parse(event.data);
    sql.run(
      "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?)",
      event.stream.slice("report/".length),
      name,
      period,
      account,
      run,
      event.at,
    );
  },
};
