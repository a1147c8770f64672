/** The ledger: all that was done in the world, and what nobody knows the outcome of first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Zap } from "lucide-react";
import type { ListedEffect } from "../../api/types.ts";
import { ButtonLink } from "../../components/controls/button.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { NothingFound } from "../../components/list/nothing-found.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { useFilters } from "../../components/list/use-filters.ts";
import { useListKeys } from "../../components/list/use-list-keys.ts";
import type { Filters } from "../../search.ts";
import { ShownEffect } from "./detail/shown-effect.tsx";
import { EffectRow } from "./effect-row.tsx";
import { EffectsHeader } from "./effects-header.tsx";
import { effectsOptions, filterNames } from "./effects-options.ts";
import "./effects.css";

export function EffectsPage() {
  const { filters, set } = useFilters();
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const chosen = Object.fromEntries(filterNames.map((name) => [name, filters[name]]));
  const query = useInfiniteQuery(effectsOptions({ ...chosen, order: filters.order ?? "unknown-first" }));
  const rows = useRows(query);
  const open = (next: string | undefined) =>
    void navigate(
      next === undefined
        ? { to: "/effects", search: (before) => before, replace: true }
        : { to: "/effects/$id", params: { id: next }, search: (before) => before, replace: id !== undefined },
    );
  useListKeys({ title: "Effects", what: "effect", ids: rows.map((row) => row.id), shown: id, open });
  return (
    <>
      <EffectsHeader filters={filters} set={set} />
      <ListDetail
        detailLabel="Effect"
        detail={id === undefined ? null : <ShownEffect key={id} id={id} onClose={() => open(undefined)} />}
        list={
          <div className="ledger">
            <QueryRows
              id="effects"
              label="Effects"
              query={query}
              rows={rows}
              keyOf={keyOf}
              rowHeight={56}
              selectedIndex={rows.findIndex((row) => row.id === id)}
              empty={<NoEffects filters={chosen} />}
              render={(effect) => <EffectRow effect={effect} current={effect.id === id} />}
            />
          </div>
        }
      />
    </>
  );
}

const keyOf = (effect: ListedEffect) => effect.id;

function NoEffects({ filters }: { filters: Filters }) {
  if (Object.values(filters).some(Boolean))
    return (
      <NothingFound
        title="No effect fits"
        filters={filters}
        looksFor="what its run is found by: customers, order numbers, words; and for contracts, keys and ids"
        action={<ButtonLink to="/effects">Show all effects</ButtonLink>}
      />
    );
  return (
    <EmptyState
      title="Nothing was done in the world yet"
      icon={<Zap size={24} aria-hidden="true" />}
      command={`npx praxis send TicketReceived '{"id":"t-1","customer":"mei_kovacs","text":"Please cancel my order"}'`}
    >
      Each refund, mail and change at the shop is written here before it is tried, with who allowed it and what came of
      it. A ticket brings the first one.
    </EmptyState>
  );
}
