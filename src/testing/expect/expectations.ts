/** The "then" of a test: `shop.expect.run(returns).isDone()`, `shop.expect.connection(payments).did("POST /refunds", 1)`. */
import type { Connection } from "../../act/connection.ts";
import { statusList } from "./named-effect.ts";
import { RunExpectation, state } from "./run-expectation.ts";
import { UnmetExpectation } from "./unmet.ts";
import type { Witness } from "./witness.ts";

export class Expectations {
  readonly #witness: Witness;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  /** The only run of this process; where there are several, the `number`th, counted from 1. */
  run(process: string | { readonly name: string }, number?: number): RunExpectation {
    const name = typeof process === "string" ? process : process.name;
    const runs = this.#witness.runs(name);
    const run = runs[(number ?? 1) - 1];
    if (run && (number !== undefined || runs.length === 1)) return new RunExpectation(this.#witness, run);
    const others = [...new Set(this.#witness.runs().map((each) => `"${each.process}"`))];
    throw new UnmetExpectation({
      expected: number === undefined ? `one run of "${name}"` : `at least ${number} runs of "${name}"`,
      instead:
        runs.length === 0
          ? `there is none; runs were started of: ${others.join(", ") || "nothing"}`
          : `there are ${runs.length}: ${runs.map((each, index) => `${index + 1} - ${state(each)}`).join("; ")}`,
      story: this.#witness.story(),
      next:
        runs.length > 1
          ? `Say which: expect.run("${name}", 1).`
          : "Check the type of the event against the `on` of the process, and that the process was given to world().",
    });
  }

  /** No process was started. */
  nothingStarted(): void {
    const runs = this.#witness.runs();
    if (runs.length === 0) return;
    throw new UnmetExpectation({
      expected: "no run to be started",
      instead: runs.map((run) => `"${run.process}": ${state(run)}`).join("; "),
      story: this.#witness.story(),
      next: "Check the `on` of the processes.",
    });
  }

  connection(connection: Connection): { did(route: string, times: number): void } {
    return {
      did: (route, times) => {
        const { done } = this.#witness.connection(connection);
        const found = done.filter((deed) => deed.route === route).length;
        if (found === times) return;
        const list = done.map((deed) => `${deed.route} ${JSON.stringify(deed.body)}`).join("; ");
        throw new UnmetExpectation({
          expected: `${connection.name} to have done ${route} ${times === 1 ? "once" : `${times} times`}`,
          instead: `it has done it ${found === 1 ? "once" : `${found} times`}; all that it has done: ${list || "nothing"}`,
          story: this.#witness.story(),
          next: `Compare with the effects: ${statusList(this.#witness.effects())}.`,
        });
      },
    };
  }
}
