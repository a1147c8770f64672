/** One effect in the ledger. Where a person is to say what became of it, the question is one click away. */
import { Link } from "@tanstack/react-router";
import type { ListedEffect } from "../../api/types.ts";
import { Moment } from "../../components/values/moment.tsx";
import { EffectPill, TierBadge } from "../../components/values/status-pill.tsx";
import { effectTitle } from "../../text/effect-words.ts";
import { moneyText } from "../../text/money-words.ts";

export function EffectRow({ effect, current }: { effect: ListedEffect; current: boolean }) {
  const { id, money, erased, contract, process, tier, status, createdAt, openGate } = effect;
  return (
    <div className={status === "unknown" ? "ledger-row loud" : "ledger-row"}>
      <Link
        to="/effects/$id"
        params={{ id }}
        search={(before) => before}
        className="row-link"
        aria-current={current ? "true" : undefined}
      >
        <span className="ledger-title">{erased ? <ErasedTitle money={money} /> : effectTitle(effect)}</span>
        <span className="ledger-status">
          <EffectPill effect={effect} />
        </span>
        <span className="ledger-from">
          {contract}
          <span className="ledger-process"> · {process}</span>
        </span>
        <span className="ledger-tier">
          <TierBadge tier={tier} />
        </span>
        <span className="ledger-time">
          <Moment at={createdAt} />
        </span>
      </Link>
      {openGate !== null && (
        <Link to="/gates/$id" params={{ id: openGate }} className="button ledger-say">
          <span className="say-long">Say what happened</span>
          <span className="say-short" aria-hidden="true">
            Answer
          </span>
        </Link>
      )}
    </div>
  );
}

function ErasedTitle({ money }: Pick<ListedEffect, "money">) {
  return (
    <span className="faint">
      {money !== null && `${moneyText(money.cents, money.currency)} `}
      {money === null ? "For" : "for"} somebody who was erased
    </span>
  );
}
