/** How it is going: figures by process and week, and the reports that were published. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { Tabs } from "../../components/controls/choice.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { FigureFilters } from "./figures/figure-filters.tsx";
import { Figures } from "./figures/figures.tsx";
import { Published } from "./published/published.tsx";
import "./reports.css";

const tabs = [
  { value: "", label: "Figures" },
  { value: "published", label: "Published" },
] as const;

export function ReportsPage() {
  const { filters, set } = useFilters();
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const tab = id !== undefined || filters.tab === "published" ? "published" : "";
  return (
    <>
      <PageHeader title="Reports">
        <Tabs
          label="Part"
          value={tab}
          options={tabs}
          onChange={(value) =>
            void navigate({ to: "/reports", search: (before) => ({ ...before, tab: value || undefined }) })
          }
        />
        {tab === "" && <FigureFilters filters={filters} set={set} />}
      </PageHeader>
      {tab === "" ? <Figures filters={filters} /> : <Published id={id} />}
    </>
  );
}
