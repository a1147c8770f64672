/** One question as a card that reads like a sentence: what, why it asks, what supports it, what follows, who may decide, until when. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { usePerson } from "../../../access/use-may.ts";
import { type Answer, eventOptions } from "../../../api/queries.ts";
import type { Gate } from "../../../api/types.ts";
import { IconButton } from "../../../components/controls/button.tsx";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { SkeletonText } from "../../../components/feedback/skeleton.tsx";
import { FactsList } from "../../../components/values/facts-list.tsx";
import { LetterView } from "../../../components/values/letter-view.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { GatePill, TierBadge } from "../../../components/values/status-pill.tsx";
import { keptDraft } from "../../../kept/drafts.ts";
import { findLetter, type Letter, receivedIn, splitTitle } from "../../../text/letter.ts";
import { begun } from "../../../text/sentences.ts";
import { consequencesOf, decidedProposal, decidersOf, gateWords, whereToLook } from "../gate-words.ts";
import type { GivenAnswer } from "../use-answer.ts";
import { EvidenceList, keyOfLink } from "./evidence-list.tsx";
import { GateActions } from "./gate-actions.tsx";
import { GivenAnswerNote } from "./given-answer-note.tsx";
import { UnsentNote } from "./unsent-note.tsx";

interface GateCardProps {
  readonly gate: Gate;
  readonly answer: Answer | null;
  readonly place: { index: number; of: number; more: boolean } | null;
  readonly onAnswer: (gate: Gate, given: GivenAnswer) => void;
  readonly onMove: (step: number) => void;
  readonly onClose: () => void;
}

export function GateCard({ gate, answer, place, onAnswer, onMove, onClose }: GateCardProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const writer = usePerson()?.name ?? "";
  const [isEditing, setIsEditing] = useState(() => keptDraft({ writer, of: `gate/${gate.id}/edits` }) !== null);
  // An answered card takes its buttons with it: the focus goes on to the next one instead of getting lost.
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, []);
  const isOpen = gate.status === "open" && gate.heldUntil === null;
  const { letter: given, rest } = findLetter(decidedProposal(gate, isOpen ? null : answer));
  const origin = useOrigin(gate, given === null);
  const letter = given ?? origin.letter;
  const { asked, quote } = splitTitle(gate.title);
  return (
    <article className="gate">
      <div className="gate-bar">
        <IconButton label="Back to the list" className="gate-back" onClick={onClose}>
          <ArrowLeft size={16} aria-hidden="true" />
        </IconButton>
        <GateMarks gate={gate} />
        <GatePlace place={place} onMove={onMove} />
      </div>
      <div className="gate-scroll">
        <h2 className="gate-title" ref={title} tabIndex={-1}>
          {asked}
        </h2>
        {letter !== null ? (
          <LetterView letter={letter} />
        ) : origin.isComing ? (
          <SkeletonText lines={3} />
        ) : (
          quote !== null && <p className="gate-quote">{quote}</p>
        )}
        {gate.reasons.length > 0 && (
          <section className="gate-part" aria-label="Why it asks">
            <h3>Why it asks</h3>
            <ul className="gate-reasons">
              {gate.reasons.map((reason) => (
                <li key={reason}>{begun(reason)}</li>
              ))}
            </ul>
          </section>
        )}
        {gate.kind !== "question" && <WhatFollows gate={gate} isOpen={isOpen} isEditing={isEditing} />}
        {!isOpen && <GivenAnswerNote gate={gate} answer={answer} />}
        {!isOpen && <UnsentNote gate={gate} writer={writer} />}
        {gate.kind === "unknown" && <WhereToLook gate={gate} />}
        <GateActions gate={gate} isOpen={isOpen} isEditing={isEditing} onEdit={setIsEditing} onAnswer={onAnswer} />
        {!(isEditing && isOpen) && (
          <section className="gate-part" aria-label={gateWords(gate.kind).subject}>
            <h3>{gateWords(gate.kind).subject}</h3>
            <FactsList value={rest} />
          </section>
        )}
        {gate.evidenceLinks.length > 0 && <EvidenceList links={gate.evidenceLinks} opened={origin.opened} />}
        {gate.kind === "question" && <WhatFollows gate={gate} isOpen={isOpen} isEditing={false} />}
        <p className="gate-foot">
          {isOpen && <span>{decidersOf(gate)}</span>}
          {isOpen && gate.expiresAt !== null && (
            <span>
              Expires <Moment at={gate.expiresAt} />, and then counts as no.
            </span>
          )}
          {gate.run !== null && (
            <Link to="/runs/$id" params={{ id: gate.run }}>
              The whole story
            </Link>
          )}
          <Copyable value={gate.id} what="id of the question" />
        </p>
      </div>
    </article>
  );
}

/** What it all began with: a letter is read with the question, anything else stands open among what supports it. */
function useOrigin(gate: Gate, isWanted: boolean): { letter: Letter | null; opened: string | null; isComing: boolean } {
  const link = isWanted ? gate.evidenceLinks.find(({ kind }) => kind === "event") : undefined;
  const { data, isLoading } = useQuery({ ...eventOptions(link?.id ?? ""), enabled: link !== undefined });
  if (link === undefined || !data) return { letter: null, opened: null, isComing: isLoading };
  const { letter } = findLetter({ payload: data.erased ? null : receivedIn(data).payload });
  return { letter, opened: letter === null ? keyOfLink(link) : null, isComing: false };
}

function WhatFollows({ gate, isOpen, isEditing }: { gate: Gate; isOpen: boolean; isEditing: boolean }) {
  if (!isOpen) return null;
  return (
    <section className="gate-part" aria-label="What follows">
      <h3>What follows</h3>
      <dl className="facts">
        {consequencesOf(gate, isEditing).map(({ when, follows }) => (
          <div className="fact" key={when}>
            <dt>{when}</dt>
            <dd>{follows}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function GateMarks({ gate }: { gate: Gate }) {
  const { status, expiresAt, kind, tier, process, openedAt } = gate;
  return (
    <p className="row-meta">
      {status === "open" ? (
        <span className={kind === "unknown" ? "gate-kind loud" : "gate-kind"}>{gateWords(kind).kind}</span>
      ) : (
        <GatePill gate={gate} />
      )}
      {tier !== null && <TierBadge tier={tier} />}
      <span className="give">{process}</span>
      <Moment at={openedAt} />
      {status === "open" && expiresAt !== null && (
        <span className="give">
          expires <Moment at={expiresAt} />
        </span>
      )}
    </p>
  );
}

function GatePlace({ place, onMove }: Pick<GateCardProps, "place" | "onMove">) {
  if (place === null) return null;
  return (
    <div className="gate-place">
      <span className="faint">
        {place.index + 1} of {place.of}
        {place.more && "+"}
      </span>
      <IconButton label="Question before (K)" onClick={() => onMove(-1)} disabled={place.index === 0}>
        <ChevronUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next question (J)" onClick={() => onMove(1)} disabled={place.index === place.of - 1}>
        <ChevronDown size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function WhereToLook({ gate }: { gate: Gate }) {
  const lines = whereToLook(gate);
  if (lines.length === 0) return null;
  return (
    <section className="gate-part gate-look" aria-label="What to look up">
      <h3>What to look up</h3>
      <ul className="gate-reasons">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
