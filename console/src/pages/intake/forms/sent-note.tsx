/** What became of something that was sent in: held, here before, or a run, which is followed as it moves. */
import { Link } from "@tanstack/react-router";
import type { Submitted } from "../../../api/types.ts";
import { sentence } from "../../../text/sentences.ts";
import { RunFollow } from "./run-follow.tsx";

export function SentNote({ outcome: { status, message, runs } }: { outcome: Submitted }) {
  if (status === "quarantined")
    return (
      <div className="note-quiet" role="status">
        <p>
          It is kept, but could not be taken: {sentence(message ?? "it does not fit")}{" "}
          <Link to="/quarantine">Quarantine</Link>
        </p>
      </div>
    );
  if (status === "duplicate")
    return (
      <div className="note-quiet" role="status">
        <p>This was here before. Nothing happened again.</p>
      </div>
    );
  if (runs.length === 0)
    return (
      <div className="note-quiet" role="status">
        <p>It is on record. No process begins with it; a run that waited for it goes on.</p>
      </div>
    );
  return runs.map((run) => <RunFollow key={run} id={run} />);
}
