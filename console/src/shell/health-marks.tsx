/** How the server is, as three small marks: its log, its connections, and whether this page is told of changes. */
import { useQuery } from "@tanstack/react-query";
import { healthOptions } from "../api/queries.ts";
import type { Health } from "../api/types.ts";
import type { Tone } from "../text/status-words.ts";
import { useLiveState } from "./live-context.tsx";

interface Mark {
  readonly name: string;
  readonly says: string;
  readonly tone: Tone;
}

export function HealthMarks() {
  const { data, isError } = useQuery(healthOptions);
  const live = useLiveState();
  const marks: Mark[] = [
    logMark(data, isError),
    connectionsMark(data),
    live.connected
      ? { name: "Live", says: "Changes are shown as they happen", tone: "done" }
      : { name: "Live", says: "The connection is lost; it is tried again", tone: "failed" },
  ];
  // Where there is no room for every name, one word says it.
  const amiss = marks.find(({ tone }) => tone === "failed") ?? marks.find(({ tone }) => tone !== "done");
  return (
    <ul className="marks" aria-label="Health">
      <li className={amiss ? `mark mark-word mark-${amiss.tone}` : "mark mark-word"} aria-hidden="true">
        {amiss?.name ?? "All well"}
      </li>
      {marks.map(({ name, says, tone }) => (
        <li key={name} className={`mark mark-${tone}`} title={`${name}: ${says}`}>
          <span className="dot" aria-hidden="true" />
          <span className="mark-name">{name}</span>
          <span className="only-read-aloud">: {says}</span>
        </li>
      ))}
    </ul>
  );
}

function logMark(health: Health | undefined, isError: boolean): Mark {
  if (isError) return { name: "Log", says: "Praxis does not answer", tone: "failed" };
  if (!health) return { name: "Log", says: "not known yet", tone: "past" };
  if (health.reconcilingSince !== null)
    return {
      name: "Log",
      says: "an older state was put back; the missing time is to be looked through",
      tone: "person",
    };
  return { name: "Log", says: `all ${health.log.durable.toLocaleString("en-GB")} events are on disk`, tone: "done" };
}

function connectionsMark(health: Health | undefined): Mark {
  if (!health) return { name: "Connections", says: "not known yet", tone: "past" };
  const resting = health.restingConnections;
  if (resting.length > 0)
    return { name: "Connections", says: `${resting.join(", ")} failed, and rest for a while`, tone: "failed" };
  const stopped = health.stopped.filter((scope) => scope !== "*");
  if (health.stopped.includes("*")) return { name: "Connections", says: "every effect is stopped", tone: "person" };
  if (stopped.length > 0) return { name: "Connections", says: `stopped: ${stopped.join(", ")}`, tone: "person" };
  return { name: "Connections", says: "all answer", tone: "done" };
}
