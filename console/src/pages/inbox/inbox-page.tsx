/** What waits for a person, oldest first: the list, and beside it the card of the one that is looked at. */
import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { usePerson } from "../../access/use-may.ts";
import { countsOptions, gateOptions, gatesOptions, type Page } from "../../api/queries.ts";
import type { Gate } from "../../api/types.ts";
import { EmptyState } from "../../components/feedback/empty-state.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../components/feedback/skeleton.tsx";
import { ListDetail } from "../../components/list/list-detail.tsx";
import { QueryRows, useRows } from "../../components/list/query-rows.tsx";
import { draftsOfGate } from "../../kept/drafts.ts";
import { useShortcuts } from "../../keyboard/use-shortcuts.ts";
import { useAnswered } from "./answered-store.ts";
import { BulkBar, mostAtOnce } from "./bulk/bulk-bar.tsx";
import { GateCard } from "./card/gate-card.tsx";
import { GateRow } from "./gate-row.tsx";
import { InboxHeader } from "./inbox-header.tsx";
import { justNow } from "./just-now.ts";
import { undoLast } from "./last-undo.ts";
import { type GivenAnswer, useAnswer } from "./use-answer.ts";
import { useSelection } from "./use-selection.ts";
import "./inbox.css";

export function InboxPage() {
  const filters = useSearch({ strict: false });
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const { order = "oldest", kind, process, q } = filters;
  const query = useInfiniteQuery(gatesOptions({ status: "open", order, kind, process, q }));
  const answered = useAnswered();
  const rows = useRows(query).filter((gate) => !answered.has(gate.id) && gate.heldUntil === null);
  const selection = useSelection(rows.map((gate) => gate.id));
  const counts = useQuery(countsOptions).data;

  const shownId = useStayWhileBusy(
    id ?? rows[0]?.id,
    id !== undefined,
    (other) => rows.some((gate) => gate.id === other) || answered.has(other),
  );
  const index = rows.findIndex((gate) => gate.id === shownId);
  const go = (gate: Gate | undefined, replace = false) =>
    void navigate(
      gate
        ? { to: "/gates/$id", params: { id: gate.id }, search: (before) => before, replace }
        : { to: "/", search: (before) => before, replace },
    );
  const sendAnswer = useAnswer((gate) => go(gate, true));
  const answer = (gate: Gate, given: GivenAnswer) => {
    const next = rows[index + 1] ?? rows[index - 1];
    sendAnswer(gate, given);
    go(id === undefined ? undefined : next, true);
  };
  const move = (step: number) => {
    const target = rows[Math.min(rows.length - 1, Math.max(0, index + step))];
    if (target) go(target, id !== undefined);
  };

  const selectAll = async () => {
    let { data, hasNextPage } = query;
    while (hasNextPage && countRows(data) < mostAtOnce) ({ data, hasNextPage } = await query.fetchNextPage());
    selection.select(data?.pages.flatMap((page) => page.rows.map((gate) => gate.id)) ?? []);
  };

  useShortcuts("Inbox", [
    { keys: "j", label: "Next question", run: () => move(1), mayRepeat: true },
    { keys: "k", label: "Question before", run: () => move(-1), mayRepeat: true },
    { keys: "x", label: "Select", run: () => shownId && selection.toggle(shownId), enabled: shownId !== undefined },
    { keys: "z", label: "Take the last answers back", run: undoLast },
    { keys: "Escape", label: "Back to the list", run: () => (selection.isActive ? selection.clear() : go(undefined)) },
  ]);

  const empty = <NothingWaits isFiltered={Boolean(kind ?? process ?? q)} />;
  const isEmpty = query.isSuccess && rows.length === 0;
  const detail =
    shownId === undefined || (isEmpty && id === undefined) ? null : (
      <ShownGate
        key={shownId}
        id={shownId}
        row={rows[index]}
        place={index < 0 ? null : { index, of: rows.length, more: query.hasNextPage }}
        onAnswer={answer}
        onMove={move}
        onClose={() => go(undefined)}
      />
    );
  return (
    <>
      <InboxHeader
        filters={filters}
        waiting={counts?.openGates ?? null}
        onSelectAll={rows.length > 1 && !selection.isActive ? () => void selectAll() : undefined}
      />
      {counts && (
        <p className="inbox-now">
          <Link to="/runs" search={{ status: "done" }}>
            {justNow(counts)}
          </Link>
        </p>
      )}
      <ListDetail
        detailLabel="Question"
        suggested={id === undefined}
        detail={detail}
        list={
          <>
            <QueryRows
              id="inbox"
              label="Questions"
              query={query}
              rows={rows}
              keyOf={keyOf}
              rowHeight={72}
              selectedIndex={index}
              empty={empty}
              render={(gate) => (
                <GateRow
                  gate={gate}
                  current={gate.id === shownId}
                  selecting={selection.isActive}
                  selected={selection.has(gate.id)}
                  onSelect={() => selection.toggle(gate.id)}
                />
              )}
            />
            <BulkBar selection={selection} rows={rows} filters={filters} />
          </>
        }
      />
    </>
  );
}

/**
 * The question that stands beside the list without being chosen goes with the list; but not from under somebody who is answering it while another person
 * does: they stay, and read who was first.
 */
function useStayWhileBusy(
  next: string | undefined,
  isChosen: boolean,
  mayLeave: (id: string) => boolean,
): string | undefined {
  const writer = usePerson()?.name ?? "";
  const before = useRef<string>(undefined);
  const { current } = before;
  const isBusy = (id: string) => document.querySelector("dialog[open]") !== null || draftsOfGate(writer, id).length > 0;
  const stays = !isChosen && current !== undefined && current !== next && !mayLeave(current) && isBusy(current);
  const shown = stays ? current : next;
  useEffect(() => {
    before.current = shown;
  }, [shown]);
  return shown;
}

const keyOf = (gate: Gate) => gate.id;

function countRows(data: InfiniteData<Page<Gate>> | undefined): number {
  return data?.pages.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
}

function NothingWaits({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="Nothing fits this filter">Other questions may wait behind it.</EmptyState>;
  return (
    <EmptyState title="Nothing waits for you" icon={<Inbox size={24} aria-hidden="true" />}>
      What Praxis may do alone, it does. As soon as it needs a person, the question is here, with why it asks and what
      follows from each answer.
    </EmptyState>
  );
}

interface ShownGateProps {
  readonly id: string;
  readonly row: Gate | undefined;
  readonly place: { index: number; of: number; more: boolean } | null;
  readonly onAnswer: (gate: Gate, given: GivenAnswer) => void;
  readonly onMove: (step: number) => void;
  readonly onClose: () => void;
}

function ShownGate({ id, row, ...rest }: ShownGateProps) {
  const [first] = useState(row);
  const { data, error, refetch } = useQuery(gateOptions(id));
  const gate = data ?? row ?? first;
  if (gate) return <GateCard gate={gate} answer={data?.answer ?? null} {...rest} />;
  if (error) return <FailureNote thrown={error} onRetry={() => void refetch()} />;
  return <SkeletonText lines={8} />;
}
