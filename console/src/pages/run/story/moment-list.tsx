/** The moments of a story in order. */
import { useState } from "react";
import type { Moment } from "../../../api/types.ts";
import { useZone } from "../../../preferences/zone.ts";
import { longDay } from "../../../text/time-words.ts";
import { groupMoments } from "./group-moments.ts";
import { MomentEntry } from "./moment-entry.tsx";

interface MomentListProps {
  readonly moments: readonly Moment[];
  readonly onFork: ((step: number) => void) | null;
}

export function MomentList({ moments, onFork }: MomentListProps) {
  const zone = useZone();
  return (
    <ol className="moments">
      {groupMoments(moments, zone).map((entry) => {
        if (entry.kind === "day")
          return (
            <li key={entry.key} className="moment-day">
              {longDay(entry.at, zone)}
            </li>
          );
        if (entry.kind === "reads") return <Reads key={entry.key} moments={entry.moments} onFork={onFork} />;
        return <MomentEntry key={entry.key} moment={entry.moment} onFork={onFork} />;
      })}
    </ol>
  );
}

function Reads({ moments, onFork }: MomentListProps) {
  const linked = /^#m(\d+)$/.exec(location.hash)?.[1];
  const [isOpen, setIsOpen] = useState(moments.some(({ number }) => String(number) === linked));
  return (
    <>
      <li className="moment pill-past">
        <span className="dot" aria-hidden="true" />
        <button type="button" className="moment-reads" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          Looked up {moments.length} things <span className="faint">{isOpen ? "– hide" : "+ show"}</span>
        </button>
      </li>
      {isOpen && moments.map((moment) => <MomentEntry key={moment.number} moment={moment} onFork={onFork} />)}
    </>
  );
}
