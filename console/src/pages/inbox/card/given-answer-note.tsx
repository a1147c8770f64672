/** What became of a question that is not open any more. */
import type { Answer } from "../../../api/queries.ts";
import type { Gate } from "../../../api/types.ts";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { Moment } from "../../../components/values/moment.tsx";

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
  return (
    <div className="gate-given">
      <p>
        <strong>{gate.answeredBy ?? "Somebody"}</strong> {said[gate.status] ?? gate.status}
        {gate.answeredAt !== null && (
          <>
            {" "}
            <Moment at={gate.answeredAt} />
          </>
        )}
        {answer?.reason ? `: ${answer.reason}` : "."}
      </p>
      {answer?.value != null && <FactsList value={answer.value} />}
    </div>
  );
}
