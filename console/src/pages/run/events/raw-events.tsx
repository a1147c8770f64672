/** Every event of a run as it was recorded: as long as it is, searchable, each line with an address (`#e123`). */
import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { findEventsOptions, runEventsOptions } from "../../../api/queries.ts";
import type { RawEvent } from "../../../api/types.ts";
import { SearchField } from "../../../components/controls/search-field.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonRows } from "../../../components/feedback/skeleton.tsx";
import { EventLine } from "./event-line.tsx";
import { EventLines } from "./event-lines.tsx";

const pageSize = 100;

export function RawEvents({ run, total }: { run: string; total: number }) {
  const { q = "" } = useSearch({ strict: false });
  const navigate = useNavigate();
  const search = useCallback(
    (value: string) =>
      void navigate({ to: ".", search: (before) => ({ ...before, q: value || undefined }), replace: true }),
    [navigate],
  );
  return (
    <section className="raw" aria-label="Raw events">
      <div className="raw-bar">
        <SearchField label="Search the events" value={q} onChange={search} />
        <span className="soft">{total.toLocaleString("en-GB")} events</span>
      </div>
      {q === "" ? <AllEvents run={run} total={total} /> : <FoundEvents key={q} run={run} q={q} />}
    </section>
  );
}

/** Read by place: only the pages that are in view. */
function AllEvents({ run, total }: { run: string; total: number }) {
  const hash = useRouterState({ select: (state) => state.location.hash });
  const linked = /^e(\d+)$/.exec(hash)?.[1];
  const [range, setRange] = useState({ first: 0, last: pageSize });
  const firstPage = Math.floor(range.first / pageSize);
  const lastPage = Math.floor(Math.min(range.last, total - 1) / pageSize);
  const starts = useMemo(
    () =>
      Array.from({ length: Math.max(0, lastPage - firstPage + 1) }, (_, index) => (firstPage + index) * pageSize + 1),
    [firstPage, lastPage],
  );
  const pages = useQueries({ queries: starts.map((from) => runEventsOptions(run, from, pageSize)) });
  const failed = pages.find(({ isError }) => isError);
  const byNumber = new Map(pages.flatMap(({ data }) => data?.events ?? []).map((event) => [event.number, event]));
  if (failed) return <FailureNote thrown={failed.error} onRetry={() => void failed.refetch()} />;
  return (
    <EventLines
      count={total}
      jumpTo={linked === undefined ? null : Number(linked) - 1}
      onRange={setRange}
      render={(index) => (
        <EventLine number={index + 1} event={byNumber.get(index + 1)} linked={linked === String(index + 1)} />
      )}
    />
  );
}

function FoundEvents({ run, q }: { run: string; q: string }) {
  const query = useInfiniteQuery(findEventsOptions(run, q));
  const found: readonly RawEvent[] = query.data?.pages.flatMap(({ events }) => events) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(
    ({ last }: { last: number }) => {
      if (last >= found.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [found.length, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  if (query.isPending) return <SkeletonRows rows={8} height={40} />;
  if (query.isError) return <FailureNote thrown={query.error} onRetry={() => void query.refetch()} />;
  if (found.length === 0 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  if (found.length === 0)
    return <p className="raw-none soft">{hasNextPage ? "Searching…" : `No event has “${q}” in it.`}</p>;
  return (
    <EventLines
      count={found.length}
      jumpTo={null}
      onRange={more}
      render={(index) => {
        const event = found[index];
        return event ? <EventLine number={event.number} event={event} linked={false} /> : null;
      }}
    />
  );
}
