/** What the telling of one run looks up, each thing once. Reads only. */
import { effectStream, type Intended } from "../../../act/effects/effect-events.ts";
import type { EffectRow, Ledger } from "../../../act/effects/ledger.ts";
import type { Settings } from "../../../act/ports.ts";
import type { ContractRegistry } from "../../../act/registry.ts";
import { runStartedSchema, runStream } from "../../../engine/run-events.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import type { Json } from "../../../kernel/json.ts";
import type { EventLog } from "../../../log/event-log.ts";
import { text } from "../../../log/rows.ts";
import { openedOf } from "../../gates/answer-gate.ts";
import type { GateOpened } from "../../gates/gates-table.ts";
import { originOf } from "../../why/origin.ts";
import type { Origin } from "../../why/why-shape.ts";
import type { ToldLetter } from "../story-shape.ts";
import { erasedName } from "./erased-name.ts";

export interface StoryDeps {
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly contracts: ContractRegistry;
  readonly settings: Pick<Settings, "stopped">;
  readonly ports: { readonly clock: Clock };
}

export interface Facts {
  readonly run: string;
  origin(): Origin;
  /** The run's input; null where it was erased. */
  input(): Json;
  effect(id: string): EffectRow | undefined;
  /** What an effect is, in its own words; where these were erased, by what kind of thing it was. */
  named(effect: string): string;
  intended(id: string): Intended | undefined;
  /** The level under which the effect before this one in the run was begun; null for the first, or where that was erased. */
  levelBefore(row: EffectRow): string | null;
  effectEvents(id: string): readonly RecordedEvent[];
  gate(id: string): GateOpened | undefined;
  process(run: string): string | null;
  /** What a contract would do with these arguments, in its own words. */
  describe(contract: string, wish: Json): string;
  connectionOf(contract: string): string | null;
  /** What an effect sent; null for what is no letter. */
  letterOf(effect: string): ToldLetter | null;
  eventAt(position: number): RecordedEvent | undefined;
}

export function factsOf({ log, ledger, contracts }: StoryDeps, run: string): Facts {
  const once = <T>(look: (key: string) => T): ((key: string) => T) => {
    const known = new Map<string, { readonly value: T }>();
    return (key) => {
      const found = known.get(key) ?? { value: look(key) };
      known.set(key, found);
      return found.value;
    };
  };
  const origin = once((id) => originOf(log, id));
  const process = once((id) => {
    const name = log.sql.get("SELECT process FROM runs WHERE id = ?", id)?.process;
    return typeof name === "string" ? name : null;
  });
  const intended = once((id) => ledger.intended(id));
  return {
    run,
    origin: () => origin(run),
    input: () => inputOf(log, run),
    effect: once((id) => ledger.find(id)),
    intended,
    named(id) {
      const row = ledger.find(id);
      return intended(id)?.description ?? (row ? erasedName(row.contract, ledger.moneyOf(id)) : "(erased)");
    },
    levelBefore(row) {
      const before = log.sql.get(
        "SELECT id FROM effects INDEXED BY effects_by_run WHERE run = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
        row.run,
        row.seq,
      );
      return before ? (intended(text(before, "id"))?.authority.level ?? null) : null;
    },
    effectEvents: once((id) => log.readStream(effectStream(id))),
    gate: once((id) => openedOf(log, id)),
    process,
    describe: (contract, wish) => describeWish(contracts, contract, wish),
    letterOf: (id) => letterOf(ledger, contracts, id),
    connectionOf: (contract) => contracts.find(contract)?.via?.name ?? null,
    eventAt: (position) => log.readAll(position, 1).find((event) => event.position === position),
  };
}

export function inputOf(log: EventLog, run: string): Json {
  const first = log.readEvent(runStream(run), 1);
  return first && !first.erased ? runStartedSchema.parse(first.data).input : null;
}

const erasedLetter: ToldLetter = { to: null, subject: null, text: null };

function letterOf(ledger: Ledger, contracts: ContractRegistry, id: string): ToldLetter | null {
  const contract = contracts.find(ledger.find(id)?.contract ?? "");
  if (!contract?.sendsLetter) return null;
  const intended = ledger.intended(id);
  if (!intended) return erasedLetter;
  const bound = contract.bind(intended.wish);
  return bound.ok ? bound.value.letter() : null;
}

function describeWish(contracts: ContractRegistry, contract: string, wish: Json): string {
  const bound = contracts.find(contract)?.bind(wish);
  return bound?.ok ? bound.value.description : contract;
}
