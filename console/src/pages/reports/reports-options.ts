/** What the reports' page reads. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "../../api/client.ts";
import { listOptions } from "../../api/queries.ts";
import type { Kpis, Report, ReportDetail } from "../../api/types.ts";

export const reportsOptions = listOptions<{ reports: Report[]; next: string | null }, Report>(
  "reports",
  {},
  ({ reports }) => reports,
);

export const reportOptions = (id: string) =>
  queryOptions({
    queryKey: ["report", id],
    queryFn: ({ signal }) => get<ReportDetail>(`reports/${id}`, {}, signal),
  });

export interface KpiFilter {
  readonly process: string | undefined;
  readonly account: string | undefined;
  readonly weeks: string;
  readonly zone: string;
}

export const kpisOptions = (filter: KpiFilter) =>
  queryOptions({
    queryKey: ["kpis", filter],
    queryFn: ({ signal }) => get<Kpis>("kpis", { ...filter }, signal),
    placeholderData: keepPreviousData,
  });
