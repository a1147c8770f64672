/** Which process and how many weeks the figures are of. */
import { useQuery } from "@tanstack/react-query";
import { Choice } from "../../../components/controls/choice.tsx";
import type { FilterState } from "../../../components/list/use-filters.ts";
import { kpisOptions } from "../reports-options.ts";
import { useKpiFilter, weeksAtFirst } from "./use-kpi-filter.ts";

export function FigureFilters({ filters, set }: FilterState) {
  const { data } = useQuery(kpisOptions(useKpiFilter(filters)));
  const names = [...new Set([...(data?.processes ?? []), ...(filters.process === undefined ? [] : [filters.process])])];
  return (
    <div className="filters">
      <Choice
        label="Process"
        value={filters.process ?? ""}
        onChange={(value) => set("process", value)}
        options={[{ value: "", label: "Every process" }, ...names.map((name) => ({ value: name, label: name }))]}
      />
      <Choice
        label="Weeks"
        value={filters.weeks ?? weeksAtFirst}
        onChange={(value) => set("weeks", value === weeksAtFirst ? "" : value)}
        options={[
          { value: "6", label: "6 weeks" },
          { value: weeksAtFirst, label: "12 weeks" },
          { value: "26", label: "Half a year" },
          { value: "52", label: "A year" },
        ]}
      />
    </div>
  );
}
