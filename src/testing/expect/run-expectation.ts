/** What should be the case for one run. */
import { isDeepStrictEqual } from "node:util";
import type { EffectStatus } from "../../act/effects/effect-events.ts";
import { toJson } from "../../kernel/json.ts";
import type { SeenRun } from "../seen/seen-run.ts";
import { matches, type Named, type NamedEffect, statusList } from "./named-effect.ts";
import { UnmetExpectation } from "./unmet.ts";
import type { Witness } from "./witness.ts";

export class RunExpectation {
  readonly #witness: Witness;
  readonly #run: SeenRun;

  constructor(witness: Witness, run: SeenRun) {
    this.#witness = witness;
    this.#run = run;
  }

  /** It has ended by itself; with a value, it has returned exactly this. */
  isDone(...value: readonly [] | readonly [unknown]): this {
    const run = this.#run;
    if (run.status !== "done") throw this.#unmet("to be done");
    if (value.length === 1 && !isDeepStrictEqual(run.value, toJson(value[0]))) {
      throw this.#unmet(`to be done with ${JSON.stringify(value[0])}`, `it is done with ${JSON.stringify(run.value)}`);
    }
    return this;
  }

  /** It waits, and one of the things that it waits for reads like this: an event, a time, a gate by its title, another run. */
  isWaitingFor(what: RegExp | string): this {
    if (this.#run.waitingFor.some((wait) => matches(wait, what))) return this;
    throw this.#unmet(`to wait for ${String(what)}`);
  }

  isSetAside(code?: string): this {
    const { setAside } = this.#run;
    if (setAside && (code === undefined || setAside.code === code)) return this;
    throw this.#unmet(code === undefined ? "to be set aside" : `to be set aside with ${code}`);
  }

  isCancelled(): this {
    if (this.#run.status === "cancelled") return this;
    throw this.#unmet("to be cancelled");
  }

  /** A person was or is asked for it, under a title like this. */
  asked(title: RegExp | string): this {
    const titles = this.#witness.gates().flatMap((gate) => (gate.run === this.#run.id ? [gate.title] : []));
    if (titles.some((each) => matches(each, title))) return this;
    const instead = titles.length === 0 ? "nobody was asked anything" : `people were asked: ${titles.join("; ")}`;
    throw this.#unmet(`to have asked a person ${String(title)}`, instead);
  }

  askedNobody(): this {
    const titles = this.#witness.gates().flatMap((gate) => (gate.run === this.#run.id ? [gate.title] : []));
    if (titles.length === 0) return this;
    throw this.#unmet("to have asked nobody", `people were asked: ${titles.join("; ")}`);
  }

  /** Its effects, in the order in which they were intended: `.effects([openReturn, "compensated"], [refund, "refused"])`. */
  effects(...expected: readonly NamedEffect[]): this {
    const own = this.#witness.effects().filter((effect) => effect.run === this.#run.id);
    const wanted = expected.map(([contract, status]): Named => ({ contract: contract.name, status }));
    const found = own.map(({ contract, status }): { contract: string; status: EffectStatus } => ({ contract, status }));
    if (isDeepStrictEqual(found, wanted)) return this;
    throw this.#unmet(`to have had these effects: ${statusList(wanted)}`, `it has had: ${statusList(found)}`);
  }

  #unmet(expected: string, instead = state(this.#run)): UnmetExpectation {
    const run = this.#run;
    return new UnmetExpectation({
      expected: `the run of "${run.process}" ${expected}`,
      instead,
      story: this.#witness.story(run),
      next: nextStep(run),
    });
  }
}

export function state(run: SeenRun): string {
  switch (run.status) {
    case "done":
      return `it is done with ${JSON.stringify(run.value)}`;
    case "waiting":
      return `it waits for: ${run.waitingFor.join("; ")}`;
    case "set aside":
      return `it was set aside (${run.setAside?.code ?? "unknown"}): ${run.setAside?.reason ?? ""}`;
    case "moving":
      return "it is under way, and an effect or a read of it gets nowhere: see the last lines of the story";
    case "cancelled":
      return "it was cancelled";
  }
}

function nextStep(run: SeenRun): string {
  if (run.setAside) return run.setAside.next;
  const waits = run.waitingFor.join(" ");
  if (/gate|question|person/.test(waits))
    return "Answer it: play.answer(/title/, approve()), or world.person((gate) => approve()) for all gates.";
  if (waits.includes("the event"))
    return "Send it: play.event(type, payload, { about }); what it is about, and the account, must be what the process waits for.";
  if (waits.includes("to pass")) return 'Let the time pass: play.advance("30 days").';
  return "Compare the story with what the process should do.";
}
