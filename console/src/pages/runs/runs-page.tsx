/** All runs: searched and filtered in the address, live, with the one that is looked at beside the list. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { runCountsOptions, runsOptions } from "../../api/queries.ts";
import type { Run } from "../../api/types.ts";
import { ButtonLink } from "../../components/controls/button.tsx";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { NothingFound } from "../../components/list/nothing-found.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { useMedia } from "../../components/use-media.ts";
import { useShortcuts } from "../../keyboard/use-shortcuts.ts";
import type { Filters } from "../../search.ts";
import { askedRuns } from "./run-filters.ts";
import { RunPeek } from "./run-peek.tsx";
import { RunRow } from "./run-row.tsx";
import { RunsHeader } from "./runs-header.tsx";
import "./runs.css";

export function RunsPage() {
  const { run: shownId, ...filter } = useSearch({ from: "/shell/runs" });
  const navigate = useNavigate();
  const query = useInfiniteQuery(runsOptions(askedRuns(filter)));
  const counts = useQuery(runCountsOptions(filter.work === "all" ? "all" : "customer")).data;
  const rows = useRows(query);
  // Alone and with room, a run takes one line in columns; beside its detail it takes two.
  const isWide = useMedia("(min-width: 1000px)") && shownId === undefined;
  const index = rows.findIndex(({ id }) => id === shownId);
  const show = (id: string | undefined) =>
    void navigate({ to: ".", search: (before) => ({ ...before, run: id }), replace: shownId !== undefined });
  const move = (step: number) => {
    const target = rows[Math.min(rows.length - 1, Math.max(0, index + step))];
    if (target) show(target.id);
  };
  useShortcuts("Runs", [
    { keys: "j", label: "Next run", run: () => move(1) },
    { keys: "k", label: "Run before", run: () => move(-1) },
    {
      keys: "o",
      label: "Open the run",
      run: () => shownId && void navigate({ to: "/runs/$id", params: { id: shownId } }),
      enabled: shownId !== undefined,
    },
    { keys: "Escape", label: "Close the panel", run: () => show(undefined), enabled: shownId !== undefined },
  ]);
  return (
    <>
      <RunsHeader filter={filter} counts={counts} />
      <ListDetail
        detailLabel="Run"
        detail={shownId === undefined ? null : <RunPeek key={shownId} id={shownId} onClose={() => show(undefined)} />}
        list={
          <QueryRows
            id="runs"
            label="Runs"
            query={query}
            rows={rows}
            keyOf={keyOf}
            rowHeight={isWide ? 40 : 72}
            selectedIndex={index}
            empty={<NoRuns filter={filter} />}
            render={(run) => <RunRow run={run} current={run.id === shownId} inColumns={isWide} />}
          />
        }
      />
    </>
  );
}

const keyOf = (run: Run) => run.id;

function NoRuns({ filter }: { filter: Filters }) {
  const isAll = askedRuns(filter).work === undefined;
  if (Object.values(filter).some(Boolean))
    return (
      <NothingFound
        title="No run fits"
        filters={filter}
        looksFor="names and addresses of customers, order numbers, words of what they wrote, and of what was asked and done"
        action={
          <p className="empty-actions">
            {!isAll && (
              <ButtonLink to="." search={(before) => ({ ...before, work: "all" })}>
                Look in housekeeping too
              </ButtonLink>
            )}
            <ButtonLink to="/runs">Show all runs</ButtonLink>
          </p>
        }
      />
    );
  return (
    <EmptyState title="No runs so far" action={<ButtonLink to="/intake">Write a ticket</ButtonLink>}>
      A run is one matter from its beginning to its end: a ticket, a return, a report. It begins by itself when
      something comes in, or when you write a ticket.
    </EmptyState>
  );
}
