/** One question in the list. */
import { Link } from "@tanstack/react-router";
import type { Gate } from "../../api/types.ts";
import { Moment } from "../../components/values/moment.tsx";
import { TierBadge } from "../../components/values/status-pill.tsx";
import { splitTitle } from "../../text/letter.ts";
import { gateWords } from "./gate-words.ts";

interface GateRowProps {
  readonly gate: Gate;
  readonly current: boolean;
  readonly selected: boolean;
  readonly selecting: boolean;
  readonly onSelect: (selected: boolean) => void;
}

export function GateRow({ gate, current, selected, selecting, onSelect }: GateRowProps) {
  const { asked, quote } = splitTitle(gate.title);
  return (
    <div className={selecting ? "gate-row selecting" : "gate-row"}>
      <label className="gate-check">
        <input type="checkbox" checked={selected} onChange={(event) => onSelect(event.target.checked)} />
        <span className="only-read-aloud">Select: {gate.title}</span>
      </label>
      <span className={gate.kind === "unknown" ? "gate-mark loud" : "gate-mark"} aria-hidden="true" />
      <Link
        to="/gates/$id"
        params={{ id: gate.id }}
        search={(before) => before}
        className="row-link"
        aria-current={current ? "true" : undefined}
      >
        {quote === null ? (
          <p className="gate-row-title">{asked}</p>
        ) : (
          <>
            <p className="row-title">{asked}</p>
            <p className="row-title soft">{quote}</p>
          </>
        )}
        <p className="row-meta">
          <span className={gate.kind === "unknown" ? "gate-kind loud" : "gate-kind"}>{gateWords(gate.kind).kind}</span>
          {gate.tier !== null && <TierBadge tier={gate.tier} />}
          <span className="give">{gate.process}</span>
          <span className="push">
            <Moment at={gate.openedAt} />
          </span>
        </p>
      </Link>
    </div>
  );
}
