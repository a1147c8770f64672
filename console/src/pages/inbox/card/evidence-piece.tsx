/** One piece of evidence, read when it is opened. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { get } from "../../../api/client.ts";
import { effectOptions, eventOptions, storyOptions } from "../../../api/queries.ts";
import type { Gate } from "../../../api/types.ts";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { LetterView } from "../../../components/values/letter-view.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { EffectPill, RunPill, TierBadge } from "../../../components/values/status-pill.tsx";
import { findLetter, receivedIn } from "../../../text/letter.ts";
import { personName } from "../../../text/person-name.ts";

export type EvidenceLink = Gate["evidenceLinks"][number];

export function EvidencePiece({ link }: { link: EvidenceLink }) {
  switch (link.kind) {
    case "event":
      return <EventPiece id={link.id} />;
    case "run":
      return <RunPiece id={link.id} />;
    case "effect":
      return <EffectPiece id={link.id} />;
    case "customer":
      return <CustomerPiece id={link.id} />;
    case "blob":
      return (
        <a href={`/api/blobs/${encodeURIComponent(link.id)}`} download>
          Save the file to look at it
        </a>
      );
  }
}

function EventPiece({ id }: { id: string }) {
  const { data, error } = useQuery(eventOptions(id));
  if (error) return <FailureNote thrown={error} />;
  if (!data) return <SkeletonText lines={3} />;
  const { type, payload } = receivedIn(data);
  return (
    <>
      <p className="row-meta">
        <span>{type}</span>
        <Moment at={data.at} />
        <span className="give">by {personName(data.principal)}</span>
      </p>
      {data.erased ? <p className="soft">Its content was erased.</p> : <Received payload={payload} />}
    </>
  );
}

/** What came in: a letter as a letter, and the fields that are none. */
function Received({ payload }: { payload: unknown }) {
  const { letter } = findLetter({ payload });
  return letter === null ? <FactsList value={payload} /> : <LetterView letter={letter} />;
}

function RunPiece({ id }: { id: string }) {
  const { data, error } = useQuery(storyOptions(id, 1));
  if (error) return <FailureNote thrown={error} />;
  if (!data) return <SkeletonText lines={3} />;
  return (
    <>
      <p className="row-meta">
        <RunPill run={data.run} />
        <Moment at={data.run.startedAt} />
      </p>
      <p>{data.headline}</p>
      <ol className="evidence-moments">
        {data.moments.slice(-5).map(({ number, at, what }) => (
          <li key={number}>
            <span>{what}</span>{" "}
            <span className="faint">
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ol>
      <Link to="/runs/$id" params={{ id }}>
        Open the run
      </Link>
    </>
  );
}

function EffectPiece({ id }: { id: string }) {
  const { data, error } = useQuery(effectOptions(id));
  if (error) return <FailureNote thrown={error} />;
  if (!data) return <SkeletonText lines={3} />;
  return (
    <>
      <p className="row-meta">
        <EffectPill effect={data} />
        <TierBadge tier={data.tier} />
        <span>{data.contract}</span>
        <Moment at={data.changedAt} />
      </p>
      <p>{data.description}</p>
      <FactsList value={data.wish} />
      <Link to="/runs/$id" params={{ id: data.run }}>
        Open its run
      </Link>
    </>
  );
}

interface Customer {
  readonly name: string;
  readonly handles: readonly { kind: string; value: string }[];
}

function CustomerPiece({ id }: { id: string }) {
  const { data, error } = useQuery({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<Customer>(`customers/${id}`, {}, signal),
  });
  if (error) return <FailureNote thrown={error} />;
  if (!data) return <SkeletonText lines={2} />;
  return (
    <>
      <p>{data.name}</p>
      <FactsList value={Object.fromEntries(data.handles.map(({ kind, value }) => [kind, value]))} />
      <Link to="/customers/$id" params={{ id }}>
        Open the customer
      </Link>
    </>
  );
}
