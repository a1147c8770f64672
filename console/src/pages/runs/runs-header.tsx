/** Title, states with their counts, filters and saved views. All of it stands in the address. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useCallback } from "react";
import { get } from "../../api/client.ts";
import type { Counts } from "../../api/types.ts";
import { Choice, Tabs } from "../../components/controls/choice.tsx";
import { SearchField } from "../../components/controls/search-field.tsx";
import { AccountChoice } from "../../components/list/account-choice.tsx";
import { FilterLine } from "../../components/list/filter-line.tsx";
import { PageHeader } from "../../components/page-header.tsx";
import type { Filters } from "../../search.ts";
import { filterChips, runStates } from "./run-filters.ts";
import { SavedViews } from "./saved-views.tsx";

export function RunsHeader({ filter, counts }: { filter: Filters; counts: Counts | undefined }) {
  const navigate = useNavigate();
  const set = useCallback(
    (name: string, value: string) =>
      void navigate({ to: ".", search: (before) => ({ ...before, [name]: value || undefined }), replace: true }),
    [navigate],
  );
  const search = useCallback((value: string) => set("q", value), [set]);
  const { data } = useQuery({
    queryKey: ["processes"],
    queryFn: ({ signal }) => get<{ processes: { name: string }[] }>("processes", {}, signal),
  });
  const names = [
    ...new Set([...(data?.processes.map(({ name }) => name) ?? []), ...(filter.process ? [filter.process] : [])]),
  ];
  return (
    <PageHeader title="Runs" actions={<SavedViews page="runs" filter={filter} />}>
      <Tabs
        label="State"
        value={runStates.find(({ value }) => value === filter.status)?.value ?? ""}
        options={runStates}
        onChange={(value) => set("status", value)}
        counts={
          counts === undefined
            ? {}
            : { moving: counts.moving, waiting: counts.waiting, done: counts.done, "set aside": counts.setAside }
        }
      />
      <FilterLine search={<SearchField label="Customer, order, word or id" value={filter.q ?? ""} onChange={search} />}>
        <Choice
          label="Process"
          value={filter.process ?? ""}
          onChange={(value) => set("process", value)}
          options={[{ value: "", label: "Every process" }, ...names.map((name) => ({ value: name, label: name }))]}
        />
        <Choice
          label="People"
          value={filter.touched ?? ""}
          onChange={(value) => set("touched", value)}
          options={[
            { value: "", label: "Alone or not" },
            { value: "no", label: "Needed nobody" },
            { value: "yes", label: "Needed a person" },
          ]}
        />
        <Choice
          label="Work"
          value={filter.work ?? ""}
          onChange={(value) => set("work", value)}
          options={[
            { value: "", label: "Customers’ work" },
            { value: "all", label: "All, with housekeeping" },
          ]}
        />
        <AccountChoice filters={filter} set={set} />
        {filterChips(filter).map(({ name, label }) => (
          <button key={name} type="button" className="chip" onClick={() => set(name, "")}>
            {label}
            <X size={12} aria-hidden="true" />
            <span className="only-read-aloud">: remove this filter</span>
          </button>
        ))}
      </FilterLine>
    </PageHeader>
  );
}
