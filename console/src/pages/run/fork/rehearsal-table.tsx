/** What a fork would do, step by step, before anything is done. */
import { TriangleAlert } from "lucide-react";
import type { Rehearsal } from "../../../api/types.ts";
import { StatusPill, TierBadge } from "../../../components/values/status-pill.tsx";
import { stepWords, summaryOf } from "./fork-words.ts";

export function RehearsalTable({ rehearsal, isOld }: { rehearsal: Rehearsal; isOld: boolean }) {
  const { steps, ends, warnings } = rehearsal;
  return (
    <section className={isOld ? "rehearsal old" : "rehearsal"} aria-label="What the fork would do" aria-live="polite">
      <h3>{isOld ? "Rehearsed before your last change" : summaryOf(steps)}</h3>
      {warnings.map((warning) => (
        <p key={warning} className="rehearsal-warning">
          <TriangleAlert size={14} aria-hidden="true" /> {warning}
        </p>
      ))}
      <ol className="rehearsal-steps">
        {steps.map((step) => (
          <li key={step.seq}>
            <span className="raw-number">{step.seq}</span>
            <div>
              <p>
                {step.description} {step.tier !== null && <TierBadge tier={step.tier} />}
              </p>
              {step.because.map((reason) => (
                <p key={reason} className="soft">
                  {reason}
                </p>
              ))}
            </div>
            <StatusPill words={stepWords(step)} />
          </li>
        ))}
      </ol>
      <p className="soft">{ends === null ? "It cannot be told how it would end." : `It would end: ${ends}`}</p>
    </section>
  );
}
