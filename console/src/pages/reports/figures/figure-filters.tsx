/** Which process and how many weeks the figures are of. */
import { useQuery } from "@tanstack/react-query";
import { Choice } from "../../../components/controls/choice.tsx";
import { AccountChoice } from "../../../components/list/account-choice.tsx";
import type { FilterState } from "../../../components/list/use-filters.ts";
import { kpisOptions } from "../reports-options.ts";
import { useKpiFilter, weeksAtFirst } from "./use-kpi-filter.ts";

export function FigureFilters({ filters, set }: FilterState) {
  const { data } = useQuery(kpisOptions(useKpiFilter(filters)));
  const housekeeping = new Set(data?.housekeeping ?? []);
  const names = new Set([
    ...(data?.processes ?? []),
    ...housekeeping,
    ...(filters.process === undefined ? [] : [filters.process]),
  ]);
  return (
    <div className="filters">
      <Choice
        label="Process"
        value={filters.process ?? ""}
        onChange={(value) => set("process", value)}
        options={[
          { value: "", label: housekeeping.size === 0 ? "Every process" : "Customers’ work" },
          ...[...names].map((name) => ({
            value: name,
            label: housekeeping.has(name) ? `${name} (housekeeping)` : name,
          })),
        ]}
      />
      <AccountChoice filters={filters} set={set} />
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
