/** What was done, why, who allowed it, and each attempt. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { EffectDetail } from "../../../api/types.ts";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { DetailFacts, DetailPanel, DetailPart } from "../../../components/detail/detail-panel.tsx";
import { FailureNote } from "../../../components/feedback/failure-note.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { JsonView } from "../../../components/values/json-view.tsx";
import { ExactMoment, Moment } from "../../../components/values/moment.tsx";
import { EffectPill, TierBadge } from "../../../components/values/status-pill.tsx";
import { isRecord } from "../../../text/facts.ts";
import { moneyText } from "../../../text/money-words.ts";
import { explainTier } from "../../../text/status-words.ts";
import { effectWhyOptions } from "../effects-options.ts";
import { Attempts } from "./attempts.tsx";
import { AuthorityPart } from "./authority-part.tsx";
import { UnknownNote } from "./unknown-note.tsx";

export function EffectStory({ effect, onClose }: { effect: EffectDetail; onClose: () => void }) {
  const why = useQuery(effectWhyOptions(effect.id));
  return (
    <DetailPanel
      title={effect.description}
      onClose={onClose}
      meta={
        <>
          <EffectPill effect={effect} />
          <TierBadge tier={effect.tier} />
          <span className="give">{effect.contract}</span>
          <Moment at={effect.changedAt} />
        </>
      }
    >
      {effect.status === "unknown" && <UnknownNote effect={effect} />}
      <DetailPart title="Why">
        {why.data ? (
          <ul className="why-lines">
            {linesOf(why.data.text).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : why.error ? (
          <FailureNote thrown={why.error} onRetry={() => void why.refetch()} />
        ) : (
          <SkeletonText lines={3} />
        )}
        <p>
          <Link to="/runs/$id" params={{ id: effect.run }}>
            The whole story of the run
          </Link>
        </p>
      </DetailPart>
      <AuthorityPart authority={why.data?.authority} />
      <DetailPart title="Each attempt">
        <Attempts log={effect.attemptsLog} />
      </DetailPart>
      {effect.erased ? (
        <p className="note-quiet">
          What was wanted was erased, because the person it was about was. That it happened is kept
          {effect.money !== null &&
            `, and how much it was about: ${moneyText(effect.money.cents, effect.money.currency)}`}
          .
        </p>
      ) : (
        <DetailPart title="What was wanted">
          <FactsList value={effect.wish} />
        </DetailPart>
      )}
      <DetailPart title="What makes it one and the same">
        <DetailFacts
          facts={[
            ["Object", intentPart(effect.intent, "object")],
            ["Occasion", intentPart(effect.intent, "occasion")],
            ["Key at the other side", <Copyable key="key" value={effect.idempotencyKey} what="key" />],
            ["Effect", <Copyable key="id" value={effect.id} what="id of the effect" />],
          ]}
        />
      </DetailPart>
      <DetailPart title="Under which terms">
        <DetailFacts
          facts={[
            ["Contract", effect.contract],
            ["Tier", explainTier(effect.tier)],
            ["Connection", `${effect.connection} (${effect.account})`],
            ["Process", effect.process],
            ["Written down", <ExactMoment key="at" at={effect.createdAt} />],
            [
              "Generation",
              effect.generation === 1 ? null : `${effect.generation}: it was tried again on recorded authority`,
            ],
            ["Undoes", effect.compensates === null ? null : <EffectLink key="undoes" id={effect.compensates} />],
            ["Undone by", why.data?.compensatedBy ? <EffectLink key="by" id={why.data.compensatedBy} /> : null],
          ]}
        />
      </DetailPart>
      <details className="detail-part">
        <summary>Its {effect.events.length} events as they are on record</summary>
        <JsonView value={effect.events} label="events" />
      </details>
    </DetailPanel>
  );
}

function EffectLink({ id }: { id: string }) {
  return (
    <Link to="/effects/$id" params={{ id }} search={(before) => before}>
      Effect {id.slice(0, 8)}
    </Link>
  );
}

/** The first line repeats the title; who allowed it has a part of its own. */
function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .slice(1)
    .filter(
      (line) =>
        !/^(The level was|The policy "|\d+ more policies|No policy stands|Nobody was asked about this)/.test(line),
    );
}

function intentPart(intent: unknown, name: string): string | null {
  const part = isRecord(intent) ? intent[name] : null;
  return Array.isArray(part) && part.length > 0 ? part.map(String).join(" · ") : null;
}
