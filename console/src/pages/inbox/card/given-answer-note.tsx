/** What became of a question that is not open any more. */
import type { Answer } from "../../../api/queries.ts";
import type { Gate } from "../../../api/types.ts";
import { ChangedValues } from "../../../components/values/changed-values.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { editInWords } from "../../../text/edits.ts";

const said: Readonly<Record<string, string>> = {
  approved: "said yes",
  answered: "answered",
  declined: "said no",
  open: "has just answered",
};

export function GivenAnswerNote({ gate, answer }: { gate: Gate; answer: Answer | null }) {
  if (gate.answeredBy === null && gate.status !== "open")
    return (
      <p className="gate-given">
        {gate.status === "expired" ? "Nobody answered in time; it counts as no." : "It is not asked any more."}
      </p>
    );
  const edits = answer?.edits ?? [];
  return (
    <div className="gate-given">
      <p>
        <strong>{gate.answeredBy ?? "Somebody"}</strong> {said[gate.status] ?? gate.status}
        {edits.length > 0 && ", with changes"}
        {gate.answeredAt !== null && (
          <>
            {" "}
            <Moment at={gate.answeredAt} />
          </>
        )}
        {answer?.reason ? `: ${answer.reason}` : "."}
      </p>
      {edits.length > 0 && <ChangedValues values={edits.map(editInWords)} />}
      {edits.length === 0 && answer?.value != null && <FactsList value={answer.value} />}
    </div>
  );
}
