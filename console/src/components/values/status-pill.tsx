/** States and tiers as small marks: a colour never stands alone, its word is beside it. */
import type { Effect, Gate, Run } from "../../api/types.ts";
import { explainTier, runStatus, type StatusWords, statusWords } from "../../text/status-words.ts";

/** @param live lets the mark of what moves breathe */
export function StatusPill({ words, live = false }: { words: StatusWords; live?: boolean }) {
  return (
    <span className={`pill pill-${words.tone}${live ? " live" : ""}`}>
      <span className="dot" aria-hidden="true" />
      {words.text}
    </span>
  );
}

export const RunPill = ({ run }: { run: Run }) => <StatusPill words={runStatus(run)} live />;
export const EffectPill = ({ effect }: { effect: Pick<Effect, "status"> }) => (
  <StatusPill words={statusWords("effect", effect.status)} live />
);
export const GatePill = ({ gate }: { gate: Pick<Gate, "status"> }) => (
  <StatusPill words={statusWords("gate", gate.status)} />
);

export function TierBadge({ tier }: { tier: string }) {
  return (
    <span className="tier" title={explainTier(tier)}>
      {tier}
    </span>
  );
}
