/**
 * Contracts of Praxis itself (T0): what a process can have recorded about its customers, its figures and its reports. They act inside the database only, exactly
 * once, in the commit that records their outcome; a replay is given that outcome.
 *
 * Boundary: this declares them; who carries them out is an action of that name (`LocalActions` in ports.ts), in a layer above.
 */
import { PraxisError } from "../kernel/errors.ts";
import type { Schema } from "../kernel/schema.ts";
import { type Contract, contract } from "./contract.ts";
import type { LocalAction, LocalContext } from "./ports.ts";

export interface LocalOptions<I, O> {
  readonly input: Schema<I>;
  readonly output: Schema<O>;
  /** One sentence for people. */
  readonly describe: (wish: I) => string;
}

export function localContract<I, O>(name: string, options: LocalOptions<I, O>): Contract<I, O, "T0"> {
  const perform = (): never => {
    throw new PraxisError("not_inside", `"${name}" is carried out by Praxis itself`, {
      next: "Use it with `run.do` in a process.",
    });
  };
  return { ...contract(name, { tier: "T0", ...options, perform }), local: name };
}

/** What carries a contract out, typed by its declaration. */
export function localAction<I, O>(
  declared: Contract<I, O, "T0">,
  act: (context: LocalContext, wish: I) => O,
): { readonly [name: string]: LocalAction } {
  return { [declared.name]: (context, wish) => act(context, declared.inputSchema.parse(wish)) };
}
