/** One event on a line; a click shows all of it. */

import { Link } from "@tanstack/react-router";
import { Link as LinkIcon } from "lucide-react";
import { useState } from "react";
import type { RawEvent } from "../../../api/types.ts";
import { JsonView } from "../../../components/values/json-view.tsx";
import { useZone } from "../../../preferences/zone.ts";
import { exactTime, preciseTime } from "../../../text/time-words.ts";

interface EventLineProps {
  readonly number: number;
  /** Undefined while it is being read. */
  readonly event: RawEvent | undefined;
  readonly linked: boolean;
}

const previewLetters = 160;

export function EventLine({ number, event, linked }: EventLineProps) {
  const zone = useZone();
  const [isOpen, setIsOpen] = useState(linked);
  if (!event) {
    return (
      <div className="raw-line">
        <span className="raw-number">{number}</span>
        <span className="skeleton-bar" />
      </div>
    );
  }
  const preview = event.erased ? "its content was erased" : JSON.stringify(event.data);
  return (
    <div className={linked ? "raw-event linked" : "raw-event"} id={`e${number}`}>
      <div className="raw-line">
        <span className="raw-number">{number}</span>
        <button type="button" className="raw-toggle" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <time dateTime={new Date(event.at).toISOString()} title={exactTime(event.at, zone)}>
            {preciseTime(event.at, zone)}
          </time>
          <span className="raw-type">{event.type}</span>
          <span className="raw-preview">{preview.slice(0, previewLetters)}</span>
        </button>
        <Link
          to="."
          hash={`e${number}`}
          search={(before) => ({ ...before, view: "events", q: undefined })}
          className="icon-button raw-link"
          aria-label={`Address of event ${number}`}
          title="Address of this event"
        >
          <LinkIcon size={12} aria-hidden="true" />
        </Link>
      </div>
      {isOpen && (
        <div className="raw-open">
          <p className="soft">
            {exactTime(event.at, zone)}, by {event.principal}, place {event.position} in the log
          </p>
          {event.erased ? <p>Its content was erased.</p> : <JsonView value={event.data} label="event" />}
        </div>
      )}
    </div>
  );
}
