/** The reports that processes have published, and one of them as its readers got it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import type { Report } from "../../../api/types.ts";
import { EmptyState } from "../../../components/feedback/empty-state.tsx";
import { ListDetail } from "../../../components/list/list-detail.tsx";
import { QueryRows, useRows } from "../../../components/list/query-rows.tsx";
import { useListKeys } from "../../../components/list/use-list-keys.ts";
import { Moment } from "../../../components/values/moment.tsx";
import { reportsOptions } from "../reports-options.ts";
import { ShownReport } from "./shown-report.tsx";

export function Published({ id }: { id: string | undefined }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(reportsOptions);
  const rows = useRows(query);
  const open = (next: string | undefined) =>
    void navigate(
      next === undefined
        ? { to: "/reports", search: { tab: "published" }, replace: true }
        : { to: "/reports/$id", params: { id: next }, replace: id !== undefined },
    );
  useListKeys({ title: "Reports", what: "report", ids: rows.map((row) => row.id), shown: id, open });
  return (
    <ListDetail
      detailLabel="Report"
      detail={id === undefined ? null : <ShownReport key={id} id={id} onClose={() => open(undefined)} />}
      list={
        <QueryRows
          id="reports"
          label="Published reports"
          query={query}
          rows={rows}
          keyOf={keyOf}
          rowHeight={56}
          selectedIndex={rows.findIndex((row) => row.id === id)}
          empty={
            <EmptyState title="No report was published so far" icon={<FileText size={24} aria-hidden="true" />}>
              A process publishes one with “publish report”: the weekly exceptions come out once a week, and a digest
              every day while a process is new.
            </EmptyState>
          }
          render={(report) => <ReportRow report={report} current={report.id === id} />}
        />
      }
    />
  );
}

const keyOf = (report: Report) => report.id;

function ReportRow({ report, current }: { report: Report; current: boolean }) {
  return (
    <Link to="/reports/$id" params={{ id: report.id }} className="row-link" aria-current={current ? "true" : undefined}>
      <p className="row-title">{report.title}</p>
      <p className="row-meta">
        <span className="give">{report.name}</span>
        <span>{report.period}</span>
        <span className="push">
          <Moment at={report.at} />
        </span>
      </p>
    </Link>
  );
}
