/** A run at a glance, beside the list. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, X } from "lucide-react";
import { storyOptions } from "../../api/queries.ts";
import { ButtonLink, IconButton } from "../../components/controls/button.tsx";
import { Copyable } from "../../components/controls/copyable.tsx";
import { FailureNote } from "../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../components/feedback/skeleton.tsx";
import { Moment } from "../../components/values/moment.tsx";
import { EffectPill, RunPill, TierBadge } from "../../components/values/status-pill.tsx";
import { effectTitle } from "../../text/effect-words.ts";
import { sentence } from "../../text/sentences.ts";
import { duration } from "../../text/time-words.ts";

const lastMoments = 8;

export function RunPeek({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: story, error, refetch } = useQuery(storyOptions(id, 1));
  if (!story) return error ? <FailureNote thrown={error} onRetry={() => void refetch()} /> : <SkeletonText lines={6} />;
  const { run, headline, why, moments, effects, gates } = story;
  const open = gates.filter(({ status }) => status === "open");
  return (
    <article className="peek">
      <div className="peek-bar">
        <IconButton label="Back to the list" className="peek-back" onClick={onClose}>
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        <RunPill run={run} />
        <Copyable value={run.id} what="id of the run" />
        <ButtonLink to="/runs/$id" params={{ id }} look="primary">
          Open
        </ButtonLink>
        <IconButton label="Close" className="peek-close" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <h2 className="peek-title">{run.title}</h2>
      <p>{sentence(headline)}</p>
      {why !== null && <p className="gate-note">{sentence(why)}</p>}
      {open.map((gate) => (
        <p key={gate.id} className="gate-note">
          <Link to="/gates/$id" params={{ id: gate.id }}>
            {gate.title}
          </Link>
        </p>
      ))}
      <p className="row-meta">
        <span>
          began <Moment at={run.startedAt} />
        </span>
        {run.endedAt !== null && <span>took {duration(run.endedAt - run.startedAt)}</span>}
        <span className="give">{run.process}</span>
      </p>
      {effects.length > 0 && (
        <section>
          <h3>Done in the world</h3>
          <ul className="peek-list">
            {effects.map((effect) => (
              <li key={effect.id}>
                <p>{effectTitle(effect)}</p>
                <p className="row-meta">
                  <EffectPill effect={effect} />
                  <TierBadge tier={effect.tier} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>What happened</h3>
        <ol className="peek-list">
          {moments.slice(-lastMoments).map(({ number, what, at }) => (
            <li key={number}>
              <p>{what}</p>
              <p className="row-meta">
                <Moment at={at} />
              </p>
            </li>
          ))}
        </ol>
      </section>
    </article>
  );
}
