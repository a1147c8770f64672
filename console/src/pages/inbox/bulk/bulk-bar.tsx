/** Answers many questions with one word; each has its own result, and the results are shown as they are. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "../../../api/client.ts";
import type { AnswerResult, AnswersBody, Gate } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { WhyDialog } from "../../../components/controls/why-dialog.tsx";
import type { Filters } from "../../../search.ts";
import { markAnswered } from "../answered-store.ts";
import type { Selection } from "../use-selection.ts";
import { BulkResults } from "./bulk-results.tsx";

interface BulkBarProps {
  readonly selection: Selection;
  readonly rows: readonly Gate[];
  readonly filters: Filters;
}

/** What the server takes at once. */
export const mostAtOnce = 500;
const shownTitles = 5;

export function BulkBar({ selection, rows, filters }: BulkBarProps) {
  const queryClient = useQueryClient();
  const [verdict, setVerdict] = useState<AnswersBody["verdict"] | null>(null);
  const [results, setResults] = useState<readonly AnswerResult[] | null>(null);
  const chosen = rows.filter(({ id }) => selection.has(id));
  const simple = chosen.filter((gate) => canAnswerPlainly(gate, verdict ?? "approve"));
  const count = chosen.length;

  const answer = async (reason: string) => {
    if (verdict === null) return;
    const ids = simple.slice(0, mostAtOnce).map(({ id }) => id);
    const body: AnswersBody = { ids, verdict, reason: reason === "" ? null : reason, expected: ids.length };
    const reply = await send<{ results: AnswerResult[] }>("gates/answers", body);
    const settled = reply.results.filter(({ status }) => status !== "failed").map(({ id }) => id);
    markAnswered(settled, true);
    selection.clear();
    setResults(reply.results);
    void queryClient.invalidateQueries({ queryKey: ["gates"] });
    void queryClient.invalidateQueries({ queryKey: ["counts"] });
  };

  if (!selection.isActive) {
    return results === null ? null : <BulkResults results={results} onClose={() => setResults(null)} />;
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
