/** What came in and was not let in, and letting it in after all. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { countsOptions } from "../../api/queries.ts";
import type { Quarantined } from "../../api/types.ts";
import { Choice, Tabs } from "../../components/controls/choice.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { useListKeys } from "../../components/list/use-list-keys.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { sourcesOptions } from "../intake/sources-options.ts";
import { ShownQuarantined } from "./detail/shown-quarantined.tsx";
import { quarantineListOptions } from "./quarantine-options.ts";
import { QuarantineRow } from "./quarantine-row.tsx";
import "./quarantine.css";

const states = [
  { value: "", label: "Held" },
  { value: "released", label: "Let in" },
  { value: "dismissed", label: "Dismissed" },
  { value: "all", label: "All" },
] as const;

export function QuarantinePage() {
  const { filters, set } = useFilters();
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const state = states.find(({ value }) => value === filters.status)?.value ?? "";
  const status = state === "all" ? undefined : state || "held";
  const query = useInfiniteQuery(quarantineListOptions({ status, source: filters.source }));
  const rows = useRows(query);
  const counts = useQuery(countsOptions).data;
  const sources = useQuery(sourcesOptions).data?.sources ?? [];
  const open = (next: string | undefined) =>
    void navigate(
      next === undefined
        ? { to: "/quarantine", search: (before) => before, replace: true }
        : { to: "/quarantine/$id", params: { id: next }, search: (before) => before, replace: id !== undefined },
    );
  useListKeys({ title: "Quarantine", what: "record", ids: rows.map((row) => row.id), shown: id, open });
  return (
    <>
      <PageHeader title="Quarantine">
        <Tabs
          label="State"
          value={state}
          options={states}
          onChange={(value) => set("status", value)}
          counts={counts === undefined ? {} : { "": counts.quarantined }}
        />
        {sources.length > 1 && (
          <div className="filters">
            <Choice
              label="Source"
              value={filters.source ?? ""}
              onChange={(value) => set("source", value)}
              options={[
                { value: "", label: "Every source" },
                ...sources.map(({ name, title }) => ({ value: name, label: title })),
              ]}
            />
          </div>
        )}
      </PageHeader>
      <ListDetail
        detailLabel="What was not let in"
        detail={id === undefined ? null : <ShownQuarantined key={id} id={id} onClose={() => open(undefined)} />}
        list={
          <QueryRows
            id="quarantine"
            label="What was not let in"
            query={query}
            rows={rows}
            keyOf={keyOf}
            rowHeight={56}
            selectedIndex={rows.findIndex((row) => row.id === id)}
            empty={<NothingHeld isFiltered={filters.source !== undefined || state !== ""} />}
            render={(row) => <QuarantineRow row={row} current={row.id === id} />}
          />
        }
      />
    </>
  );
}

const keyOf = (row: Quarantined) => row.id;

function NothingHeld({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="Nothing fits this filter">Other records may be behind it.</EmptyState>;
  return (
    <EmptyState title="Everything that came in could be read" icon={<ShieldCheck size={24} aria-hidden="true" />}>
      A webhook with a wrong signature, a mail that cannot be read, a row with a missing field: nothing is lost. It is
      kept here with why, and a person lets it in or dismisses it.
    </EmptyState>
  );
}
