/**
 * Answers many questions with one word; each has its own result, and the results are shown as they are. The server holds the answers for some seconds, in which
 * they can be taken back: all that do not count by then, and what became of each is shown, too.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import { explainFailure } from "../../../api/explain-failure.ts";
import type { AnswerResult, AnswersBody, Gate, TakeBackResult } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import { closeToast, showToast } from "../../../components/feedback/toast-store.ts";
import type { Filters } from "../../../search.ts";
import { markAnswered } from "../answered-store.ts";
import { rememberUndo, undoLast } from "../last-undo.ts";
import type { Selection } from "../use-selection.ts";
import { BulkResults, type ShownResults } from "./bulk-results.tsx";

interface BulkBarProps {
  readonly selection: Selection;
  readonly rows: readonly Gate[];
  readonly filters: Filters;
}

/** What the server takes at once. */
export const mostAtOnce = 500;
const shownTitles = 5;
/** Longer than for a single answer: there is more to look at. */
const holdMs = 10_000;

export function BulkBar({ selection, rows, filters }: BulkBarProps) {
  const queryClient = useQueryClient();
  const [verdict, setVerdict] = useState<AnswersBody["verdict"] | null>(null);
  const [shown, setShown] = useState<ShownResults | null>(null);
  const [held, setHeld] = useState<{ ids: readonly string[]; until: number } | null>(null);
  const chosen = rows.filter(({ id }) => selection.has(id));
  const simple = chosen.filter((gate) => canAnswerPlainly(gate, verdict ?? "approve"));
  const count = chosen.length;

  const answer = async (reason: string) => {
    if (verdict === null) return;
    const ids = simple.slice(0, mostAtOnce).map(({ id }) => id);
    const body: AnswersBody = { ids, verdict, reason: reason === "" ? null : reason, expected: ids.length, holdMs };
    const reply = await send<{ results: AnswerResult[] }>("gates/answers", body);
    const settled = reply.results.filter(({ status }) => status !== "failed").map(({ id }) => id);
    markAnswered(settled, true);
    selection.clear();
    const until = Date.now() + holdMs;
    const recorded = reply.results.filter(({ status }) => status === "recorded").map(({ id }) => id);
    const canUndo = recorded.length > 0;
    setHeld(canUndo ? { ids: recorded, until } : null);
    if (canUndo) rememberUndo(() => void takeBack(recorded), holdMs);
    setShown({ of: "answers", results: reply.results, heldUntil: canUndo ? until : null });
    readAnew();
  };

  const readAnew = () => {
    void queryClient.invalidateQueries({ queryKey: ["gates"] });
    void queryClient.invalidateQueries({ queryKey: ["counts"] });
  };

  const takeBack = async (ids: readonly string[]) => {
    setHeld(null);
    try {
      const reply = await send<{ results: TakeBackResult[] }>("gates/answers/take-back", { ids });
      const back = reply.results.filter(({ status }) => status === "taken back").map(({ id }) => id);
      markAnswered(back, false);
      for (const id of back) void queryClient.invalidateQueries({ queryKey: ["gate", id] });
      setShown({ of: "taking back", results: reply.results, heldUntil: null });
      readAnew();
    } catch (thrown) {
      const { what, next } = explainFailure(thrown, true);
      showToast({ text: `They could not be taken back. ${what}`, detail: next, tone: "failed" });
    }
  };

  /** The way back stays open for as long as the answers are held, also when the results are closed. */
  const close = () => {
    setShown(null);
    const leftMs = held === null ? 0 : held.until - Date.now();
    if (held === null || leftMs <= 0) return;
    const { ids } = held;
    const toast = showToast({
      text: ids.length === 1 ? "1 answer recorded" : `${ids.length} answers recorded`,
      tone: "done",
      forMs: leftMs,
      action: { label: "Undo", keys: "Z", run: () => void takeBack(ids) },
    });
    rememberUndo(() => {
      closeToast(toast);
      void takeBack(ids);
    }, leftMs);
  };

  if (!selection.isActive) {
    return shown && <BulkResults {...shown} onUndo={undoLast} onClose={close} />;
  }
  return (
    <div className="bulk">
      <span className="bulk-count">
        {count} selected
        {Object.values(filters).some(Boolean) && " by this filter"}
      </span>
      <Button look="primary" onClick={() => setVerdict("approve")}>
        Approve
      </Button>
      <Button onClick={() => setVerdict("decline")}>Decline</Button>
      <Button look="quiet" keys="Esc" onClick={selection.clear}>
        Clear
      </Button>
      {verdict !== null && (
        <WhyDialog
          title={`${verdict === "approve" ? "Approve" : "Decline"} ${simple.length} of ${count}`}
          action={verdict === "approve" ? `Approve ${simple.length}` : `Decline ${simple.length}`}
          optional={verdict === "approve"}
          onClose={() => setVerdict(null)}
          onConfirm={answer}
        >
          <ul className="bulk-titles">
            {simple.slice(0, shownTitles).map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
            {simple.length > shownTitles && <li className="soft">and {simple.length - shownTitles} more</li>}
          </ul>
          {simple.length < count && (
            <p className="soft">
              {count - simple.length} need an answer of their own, or are not yours to decide; they stay as they are.
            </p>
          )}
        </WhyDialog>
      )}
    </div>
  );
}

/** A plain yes means something to approvals only; a plain no to all that can be declined. */
function canAnswerPlainly(gate: Gate, verdict: "approve" | "decline"): boolean {
  if (!gate.mayAnswer) return false;
  if (verdict === "approve") return gate.kind === "approval" || gate.kind === "again" || gate.kind === "conflict";
  return gate.kind !== "unknown";
}
