/** What a run is, in a few lines: its headline, its state, why it waits, and whatever is not known about it, loudest. */
import { Link } from "@tanstack/react-router";
import { CircleHelp, Eraser, Hourglass, OctagonAlert } from "lucide-react";
import type { Story } from "../../../api/types.ts";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { RunPill } from "../../../components/values/status-pill.tsx";
import { personName } from "../../../text/person-name.ts";
import { sentence } from "../../../text/sentences.ts";
import { duration } from "../../../text/time-words.ts";

/** @param brief without the notes, where something else is looked at */
export function RunHead({ story, brief }: { story: Story; brief: boolean }) {
  const { run, headline, why, setAside } = story;
  return (
    <div className="run-head">
      <p className="run-headline">{sentence(headline)}</p>
      <div className="row-meta run-meta">
        <RunPill run={run} />
        {run.customer !== null && (
          <Link to="/customers/$id" params={{ id: run.customer.id }}>
            {run.customer.name}
          </Link>
        )}
        <span>
          {run.process}
          {run.isBehind && `, on old code (version ${run.version.slice(0, 7)})`}
        </span>
        <span>
          began <Moment at={run.startedAt} />
        </span>
        {run.endedAt !== null && <span>took {duration(run.endedAt - run.startedAt)}</span>}
        {(run.touches > 0 || run.endedAt !== null) && <span>{touchesText(run.touches)}</span>}
        <Copyable value={run.id} what="id of the run" />
        <Relatives story={story} />
      </div>
      <UnknownEffects story={story} />
      {run.erased && !brief && <ErasedNote story={story} />}
      {why !== null && !brief && (
        <p className="run-note run-note-waits">
          <Hourglass size={16} aria-hidden="true" />
          <span>
            {sentence(why)} <OpenQuestions story={story} />
          </span>
        </p>
      )}
      {setAside !== null && !brief && !run.erased && (
        <div className="run-note run-note-failed">
          <OctagonAlert size={16} aria-hidden="true" />
          <div className="stack">
            <p>
              <strong>{sentence(setAside.reason)}</strong> Nothing is lost. {sentence(setAside.next)}
            </p>
            {setAside.diff !== null && <pre>{setAside.diff}</pre>}
          </div>
        </div>
      )}
    </div>
  );
}

/** What is gone, since when, by whom, and what is left: so that nobody looks for it, or takes it for a fault. */
function ErasedNote({ story: { run, erasure } }: { story: Story }) {
  return (
    <div className="run-note">
      <Eraser size={16} aria-hidden="true" />
      <div className="stack">
        <p>
          <strong>Whom this run was about was erased</strong>
          {erasure !== null && (
            <>
              {" "}
              <Moment at={erasure.at} />, by {personName(erasure.by)}: “{erasure.why}”
            </>
          )}
          . Their letters, names, addresses and what was decided about them cannot be read again, by anyone.
        </p>
        <p>
          Kept are that it ran and when, which steps it took, what kinds of things were done and for how much money, and
          who of the house answered: so nothing is done twice, and the figures stay true.
          {run.status === "set aside" && " It cannot go on, and nothing is left to do."}
        </p>
      </div>
    </div>
  );
}

function touchesText(touches: number): string {
  if (touches === 0) return "handled alone";
  return touches === 1 ? "one answer by a person" : `${touches} answers by people`;
}

function Relatives({ story: { run } }: { story: Story }) {
  return (
    <>
      {run.forkOf !== null && (
        <Link to="/runs/$id" params={{ id: run.forkOf.run }}>
          forked from step {run.forkOf.step}
        </Link>
      )}
      {run.parent !== null && (
        <Link to="/runs/$id" params={{ id: run.parent }}>
          started by another run
        </Link>
      )}
      {run.status === "done" && run.detail !== null && (
        <Link to="/runs/$id" params={{ id: run.detail }}>
          goes on in another run
        </Link>
      )}
    </>
  );
}

function UnknownEffects({ story: { effects, gates } }: { story: Story }) {
  return effects
    .filter(({ status }) => status === "unknown")
    .map(({ id, description }) => {
      const question = gates.find((gate) => gate.effect === id && gate.kind === "unknown" && gate.status === "open");
      return (
        <p key={id} className="run-note run-note-unknown" role="status">
          <CircleHelp size={18} aria-hidden="true" />
          <span>
            <strong>It is not known whether this happened:</strong> {sentence(description)}{" "}
            {question ? (
              <Link to="/gates/$id" params={{ id: question.id }}>
                Look it up and say so
              </Link>
            ) : (
              "The other side is being asked."
            )}
          </span>
        </p>
      );
    });
}

function OpenQuestions({ story: { gates } }: { story: Story }) {
  return gates
    .filter(({ status, kind }) => status === "open" && kind !== "unknown")
    .map(({ id }) => (
      <Link key={id} to="/gates/$id" params={{ id }}>
        Open the question
      </Link>
    ));
}
