/** The ledger's title and filters. */
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { loadedOptions } from "../../api/loaded.ts";
import { countsOptions } from "../../api/queries.ts";
import { Choice } from "../../components/controls/choice.tsx";
import { SearchField } from "../../components/controls/search-field.tsx";
import { AccountChoice } from "../../components/list/account-choice.tsx";
import { FilterLine } from "../../components/list/filter-line.tsx";
import type { FilterState } from "../../components/list/use-filters.ts";
import { PageHeader } from "../../components/page-header.tsx";
import { statusWords } from "../../text/status-words.ts";
import { SavedViews } from "../runs/saved-views.tsx";

const statuses = [
  "unknown",
  "attempting",
  "intended",
  "succeeded",
  "refused",
  "failed",
  "compensating",
  "compensated",
] as const;
const tiers = ["T0", "T1", "T2", "T3"] as const;

export function EffectsHeader({ filters, set }: FilterState) {
  const search = useCallback((value: string) => set("q", value), [set]);
  const { data } = useQuery(loadedOptions);
  const acting = data?.contracts.filter(({ tier }) => tier !== "read") ?? [];
  const connections = [...new Set(acting.flatMap(({ connection }) => connection ?? []))].sort();
  const choice = (name: string, every: string, options: readonly { value: string; label: string }[]) => (
    <Choice
      label={every.replace("Every ", "")}
      value={filters[name] ?? ""}
      onChange={(value) => set(name, value)}
      options={[{ value: "", label: every }, ...withChosen(options, filters[name])]}
    />
  );
  return (
    <PageHeader title="Effects" actions={<SavedViews page="effects" filter={filters} />}>
      <FilterLine
        search={<SearchField label="Customer, order, contract or id" value={filters.q ?? ""} onChange={search} />}
      >
        {choice(
          "status",
          "Every state",
          statuses.map((status) => ({ value: status, label: statusWords("effect", status).text })),
        )}
        {choice(
          "contract",
          "Every contract",
          acting.map(({ name }) => same(name)),
        )}
        {choice("tier", "Every tier", tiers.map(same))}
        {choice("connection", "Every connection", connections.map(same))}
        {choice("process", "Every process", [...new Set(data?.processes.map(({ name }) => name) ?? [])].map(same))}
        <AccountChoice filters={filters} set={set} />
      </FilterLine>
      <UnknownNote filters={filters} set={set} />
    </PageHeader>
  );
}

const same = (name: string) => ({ value: name, label: name });

/** What is in the address is a choice, also where nothing that is loaded has this name. */
function withChosen(options: readonly { value: string; label: string }[], chosen: string | undefined) {
  const isKnown = chosen === undefined || options.some(({ value }) => value === chosen);
  return isKnown ? options : [...options, same(chosen)];
}

function UnknownNote({ filters, set }: FilterState) {
  const { data } = useQuery(countsOptions);
  const count = data?.unknownEffects ?? 0;
  if (count === 0 || filters.status === "unknown") return null;
  return (
    <p className="ledger-unknowns">
      <strong>
        {count === 1
          ? "Of one effect nobody knows yet whether it happened."
          : `Of ${count} effects nobody knows yet whether they happened.`}
      </strong>{" "}
      Nothing is repeated until that is known.{" "}
      <button type="button" className="link-button" onClick={() => set("status", "unknown")}>
        Show only these
      </button>
    </p>
  );
}
