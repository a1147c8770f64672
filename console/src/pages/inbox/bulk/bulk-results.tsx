/** What became of each question that was answered together, what failed first. */
import { Link } from "@tanstack/react-router";
import type { AnswerResult } from "../../../api/types.ts";
import { Button } from "../../../components/controls/button.tsx";
import { Dialog } from "../../../components/controls/dialog.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import type { StatusWords } from "../../../text/status-words.ts";

const words: Readonly<Record<AnswerResult["status"], StatusWords>> = {
  failed: { text: "Not recorded", tone: "failed" },
  already: { text: "Was answered so before", tone: "past" },
  recorded: { text: "Recorded", tone: "done" },
};
const order = ["failed", "already", "recorded"] as const;

export function BulkResults({ results, onClose }: { results: readonly AnswerResult[]; onClose: () => void }) {
  const sorted = order.flatMap((status) => results.filter((result) => result.status === status));
  const recorded = results.filter(({ status }) => status === "recorded").length;
  return (
    <Dialog
      title={`${recorded} of ${results.length} recorded`}
      size="medium"
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <ul className="bulk-results">
        {sorted.map(({ id, title, status, message }) => (
          <li key={id}>
            <StatusPill words={words[status]} />
            <div>
              <Link to="/gates/$id" params={{ id }} onClick={onClose}>
                {title}
              </Link>
              {message !== null && <p className="soft">{message}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
