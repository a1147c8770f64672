/** A run as it moves: what it did so far, what it waits for, and the question that a person can answer. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { storyOptions } from "../../../api/queries.ts";
import type { Story } from "../../../api/types.ts";
import { ButtonLink } from "../../../components/controls/button.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { RunPill } from "../../../components/values/status-pill.tsx";

const mostMoments = 6;

export function RunFollow({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(storyOptions(id, 1));
  if (data) return <Followed story={data} />;
  if (error) return <FailureNote thrown={error} onRetry={() => void refetch()} />;
  return <SkeletonText lines={3} />;
}

function Followed({ story }: { story: Story }) {
  const { run, headline, why, moments, gates } = story;
  const open = gates.filter(({ status }) => status === "open");
  return (
    <article className="follow" aria-label={headline}>
      <p className="row-meta">
        <RunPill run={run} />
        <span className="give">{run.process}</span>
        <span className="push">
          <Moment at={run.changedAt} />
        </span>
      </p>
      <h3 className="follow-headline" aria-live="polite">
        <Link to="/runs/$id" params={{ id: run.id }}>
          {headline}
        </Link>
      </h3>
      {why !== null && !headline.startsWith("Waiting") && <p className="soft">{why}</p>}
      <ol className="follow-moments">
        {moments.slice(-mostMoments).map(({ number, what }) => (
          <li key={number}>{what}</li>
        ))}
      </ol>
      {open.map((gate) => (
        <div key={gate.id} className="row">
          <ButtonLink look="primary" to="/gates/$id" params={{ id: gate.id }}>
            {gate.mayAnswer ? "Answer" : "See the question"}
          </ButtonLink>
        </div>
      ))}
    </article>
  );
}
