/** One moment of the story: what, why, by whom, from which input. */
import { Link } from "@tanstack/react-router";
import type { Moment } from "../../../api/types.ts";
import { ChangedValues } from "../../../components/values/changed-values.tsx";
import { useZone } from "../../../preferences/zone.ts";
import { editInWords } from "../../../text/edits.ts";
import type { Tone } from "../../../text/status-words.ts";
import { exactTime, secondTime } from "../../../text/time-words.ts";
import { OfLink } from "../timeline/bar-detail.tsx";
import { SentLetter } from "./sent-letter.tsx";

const tones: Readonly<Record<Moment["kind"], Tone>> = {
  "came in": "moving",
  read: "past",
  decided: "moving",
  asked: "person",
  answered: "person",
  did: "done",
  waited: "past",
  told: "past",
  ended: "done",
  "set aside": "failed",
  operator: "person",
  other: "past",
};

interface MomentEntryProps {
  readonly moment: Moment;
  readonly onFork: ((step: number) => void) | null;
}

export function MomentEntry({ moment, onFork }: MomentEntryProps) {
  const zone = useZone();
  const { number, at, kind, what, why, by, from, of, step, letter, edits } = moment;
  return (
    <li className={`moment pill-${tones[kind]}`} id={`m${number}`}>
      <span className="dot" aria-hidden="true" />
      <div className="moment-text">
        <p className="moment-what">{what}</p>
        {why !== null && <p className="soft">{why}</p>}
        {edits.length > 0 && <ChangedValues values={edits.map(editInWords)} />}
        {from !== null && <p className="moment-from">{from}</p>}
        {letter !== null && <SentLetter letter={letter} />}
        <p className="row-meta">
          <span>{kind}</span>
          {by !== null && <span className="give">by {by}</span>}
          <OfLink of={of} />
          {onFork !== null && step !== null && (
            <button type="button" className="link-button moment-fork" onClick={() => onFork(step)}>
              fork from here
            </button>
          )}
        </p>
      </div>
      <Link to="." hash={`m${number}`} search={(before) => before} className="moment-at">
        <time dateTime={new Date(at).toISOString()} title={exactTime(at, zone)}>
          {secondTime(at, zone)}
        </time>
      </Link>
    </li>
  );
}
