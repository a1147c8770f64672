/**
 * What became of each question that was answered together, what failed first; and for as long as the answers are held, the way back. Where they were taken
 * back, what became of that.
 */
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { AnswerResult, TakeBackResult } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { Countdown } from "../../../components/feedback/countdown.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import type { StatusWords } from "../../../text/status-words.ts";

export type BulkResult = AnswerResult | TakeBackResult;

const words: Readonly<Record<BulkResult["status"], StatusWords>> = {
  failed: { text: "Not recorded", tone: "failed" },
  already: { text: "Was answered so before", tone: "past" },
  recorded: { text: "Recorded", tone: "done" },
  "taken back": { text: "Taken back", tone: "past" },
};
const tooLate: StatusWords = { text: "Counts already", tone: "failed" };
const order = ["failed", "already", "recorded", "taken back"] as const;

export interface ShownResults {
  readonly of: "answers" | "taking back";
  readonly results: readonly BulkResult[];
  /** Until when the answers can be taken back; null where they cannot. */
  readonly heldUntil: number | null;
}

interface BulkResultsProps extends ShownResults {
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

export function BulkResults({ of, results, heldUntil, onUndo, onClose }: BulkResultsProps) {
  const isHeld = useUntil(heldUntil);
  const sorted = order.flatMap((status) => results.filter((result) => result.status === status));
  const isUndone = of === "taking back";
  const counted = results.filter(({ status }) => status === "recorded" || status === "taken back").length;
  const wordsOf = ({ status }: BulkResult) => (isUndone && status === "failed" ? tooLate : words[status]);
  return (
    <Dialog
      title={`${counted} of ${results.length} ${isUndone ? "taken back" : "recorded"}`}
      size="medium"
      onClose={onClose}
      {...(isHeld ? { keys: { z: onUndo } } : {})}
      footer={
        <>
          {isHeld && heldUntil !== null && (
            <Button keys="Z" onClick={onUndo}>
              Undo all <Countdown ms={heldUntil - Date.now()} />
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <ul className="bulk-results">
        {sorted.map((result) => (
          <li key={result.id}>
            <StatusPill words={wordsOf(result)} />
            <div>
              <Link to="/gates/$id" params={{ id: result.id }} onClick={onClose}>
                {result.title}
              </Link>
              {result.message !== null && <p className="soft">{result.message}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Whether that time has not come yet. */
function useUntil(moment: number | null): boolean {
  const [isBefore, setIsBefore] = useState(moment !== null && moment > Date.now());
  useEffect(() => {
    setIsBefore(moment !== null && moment > Date.now());
    if (moment === null) return;
    const timer = setTimeout(() => setIsBefore(false), moment - Date.now());
    return () => clearTimeout(timer);
  }, [moment]);
  return isBefore;
}
