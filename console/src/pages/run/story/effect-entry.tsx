/** One effect beside the story: its state, tier and identity, and the log of its attempts. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StoryEffect } from "../../../api/types.ts";
import { Copyable } from "../../../components/controls/copyable.tsx";
import { Moment } from "../../../components/values/moment.tsx";
import { EffectPill, TierBadge } from "../../../components/values/status-pill.tsx";
import { effectTitle } from "../../../text/effect-words.ts";

export function EffectEntry({ effect }: { effect: StoryEffect }) {
  const isAmiss = effect.status === "unknown" || effect.status === "failed" || effect.status === "refused";
  const [isOpen, setIsOpen] = useState(isAmiss);
  const { id, contract, tier, status, attempts, attemptsLog, nextAt } = effect;
  return (
    <li className={status === "unknown" ? "effect effect-unknown" : "effect"}>
      <p className="effect-what">
        <Link to="/effects/$id" params={{ id }}>
          {effectTitle(effect)}
        </Link>
      </p>
      <div className="row-meta">
        <EffectPill effect={effect} />
        <TierBadge tier={tier} />
        <span className="give">{contract}</span>
        <Copyable value={id} what="id of the effect" />
      </div>
      {nextAt !== null && status !== "succeeded" && (
        <p className="soft">
          Next attempt or look-up <Moment at={nextAt} />
        </p>
      )}
      {attemptsLog.length > 0 && (
        <>
          <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {attempts === 1 ? "1 attempt" : `${attempts} attempts`}: {isOpen ? "hide the log" : "show the log"}
          </button>
          {isOpen && (
            <ol className="attempts">
              {attemptsLog.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a log do not move
                <li key={index}>
                  <span className="attempt-at">
                    <Moment at={line.at} />
                  </span>
                  <span>
                    {line.attempt !== null && <span className="faint">#{line.attempt} </span>}
                    {line.what}
                    {line.why !== null && <span className="soft">: {line.why}</span>}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </li>
  );
}
