/** Asks all policies of a contract, with the parameters in force, and says on what the answer rests. */
import type { Clock } from "../../kernel/clock.ts";
import { durationMs } from "../../kernel/duration.ts";
import { digestOf } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { AnyContract, Bound } from "../contract.ts";
import type { RecordedVerdict } from "../effects/effect-events.ts";
import type { Ledger } from "../effects/ledger.ts";
import type { Level, Settings } from "../ports.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Past } from "./policy.ts";

export interface Judgement {
  /** Digest of the policies' versions and parameters: an approval is bound to it. */
  readonly version: string;
  readonly verdicts: readonly RecordedVerdict[];
  readonly asks: readonly string[];
  /** True where whoever asked for the run may not be the one who answers. */
  readonly fourEyes: boolean;
  /** True where whoever edits it has to say why. */
  readonly explainEdits: boolean;
  readonly denied: { readonly policy: string; readonly why: string } | null;
}

interface JudgeDeps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly contracts: ContractRegistry;
  readonly ledger: Ledger;
  readonly settings: Settings;
}

export function judge(
  deps: JudgeDeps,
  input: { contract: AnyContract; bound: Bound; process: string; account: string; level: Level },
): Judgement {
  const { contract, bound, process, account, level } = input;
  const past = pastOf(deps, { contract: contract.name, account, about: bound.about });
  const verdicts: RecordedVerdict[] = [];
  let denied: Judgement["denied"] = null;
  let explainEdits = false;
  for (const policy of deps.contracts.policiesOn(contract.name)) {
    const parameters = deps.settings.parametersOf(policy.name) ?? policy.defaults;
    const verdict = policy.judge({ wish: bound.wish, parameters, past, risk: bound.risk, process, account });
    if (verdict.verdict === "deny") denied ??= { policy: policy.name, why: verdict.why };
    else {
      const isAsking = verdict.verdict === "ask";
      if (isAsking && verdict.explainEdits === true) explainEdits = true;
      verdicts.push({
        policy: policy.name,
        version: policy.version,
        parameters,
        verdict: verdict.verdict,
        why: isAsking ? verdict.why : null,
        notBy: isAsking ? (verdict.notBy ?? null) : null,
      });
    }
  }
  const asks = verdicts.flatMap(({ why }) => (why === null ? [] : [why]));
  if (level === "gated" && bound.risk === "high") asks.push("the contract calls this high risk");
  const version = digestOf(
    verdicts.map((each) => ({ policy: each.policy, version: each.version, parameters: each.parameters })),
  );
  const fourEyes = verdicts.some(({ notBy }) => notBy === "requester");
  return { version, verdicts, asks, fourEyes, explainEdits, denied };
}

/** Effects of this contract for the same subject that happened or may still happen. */
function pastOf(
  deps: JudgeDeps,
  { contract, account, about }: { contract: string; account: string; about: string | null },
): Past {
  let keys: readonly string[] | undefined;
  const query = (within: `${number} ${string}`): { count: number; amount: number } => {
    if (about === null) return { count: 0, amount: 0 };
    keys ??= deps.ledger.aboutKeys(account, about);
    const row = deps.log.sql.get(
      `SELECT count(*) AS count, coalesce(sum(amount), 0) AS amount FROM effects WHERE contract = ? AND about IN (${keys.map(() => "?").join(", ")}) AND created_at >= ? AND status NOT IN ('refused', 'failed', 'compensated')`,
      contract,
      ...keys,
      deps.clock.now() - durationMs(within),
    );
    return { count: Number(row?.count ?? 0), amount: Number(row?.amount ?? 0) };
  };
  return { count: ({ within }) => query(within).count, amount: ({ within }) => query(within).amount };
}
