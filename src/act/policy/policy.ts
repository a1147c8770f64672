/**
 * Policies: pure, versioned functions that allow, ask about or deny an effect, with typed parameters that an operator changes at run time.
 * All policies of a contract judge; one deny denies, one ask asks.
 */
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { digestText, type Json, toJson } from "../../kernel/json.ts";
import { parse, type Schema } from "../../kernel/schema.ts";
import type { Contract, Risk } from "../contract.ts";

export type Verdict =
  | { readonly verdict: "allow" }
  | ({ readonly verdict: "ask"; readonly why: string } & AskOptions)
  | { readonly verdict: "deny"; readonly why: string };

export interface AskOptions {
  readonly notBy?: "requester";
  /** Whoever edits what is proposed has to say why. */
  readonly explainEdits?: boolean;
}

/** What was done before for the same subject, under the same contract. */
export interface Past {
  count(options: { readonly within: `${number} ${string}` }): number;
  /** Sum of the capped amounts. */
  amount(options: { readonly within: `${number} ${string}` }): number;
}

export interface PolicyInput<I, P> {
  readonly wish: I;
  readonly parameters: P;
  readonly past: Past;
  readonly risk: Risk;
  readonly process: string;
  readonly account: string;
  readonly allow: () => Verdict;
  /**
   * @param options `notBy: "requester"`: four eyes, whoever asked for the run may not be the one who answers; `explainEdits: true`: whoever edits what is
   * proposed has to say why.
   */
  readonly ask: (why: string, options?: AskOptions) => Verdict;
  readonly deny: (why: string) => Verdict;
}

export interface Policy<P = unknown> {
  readonly kind: "policy";
  readonly name: string;
  readonly contracts: readonly string[];
  /** Digest of its code: an approval is bound to it. */
  readonly version: string;
  readonly parametersSchema: Schema<P>;
  readonly defaults: Json;
  /** @throws bad_parameters */
  readParameters(parameters: Json): Json;
  judge(input: { wish: Json; parameters: Json; past: Past; risk: Risk; process: string; account: string }): Verdict;
}

export function policy<I, P>(
  name: string,
  options: {
    readonly on: Contract<I> | readonly Contract<I>[];
    /** Each with a default, so that `{}` fits. */
    readonly parameters: Schema<P>;
    readonly judge: (input: PolicyInput<I, P>) => Verdict;
  },
): Policy<P> {
  const contracts = isList(options.on) ? options.on : [options.on];
  const { parameters } = options;
  const [first] = contracts;
  if (!first)
    throw new PraxisError("bad_policy", `policy "${name}" is on no contract`, {
      next: "Name at least one contract in `on`.",
    });
  return {
    kind: "policy",
    name,
    contracts: contracts.map((each) => each.name),
    version: digestText(`${name}\n${options.judge.toString()}`),
    parametersSchema: parameters,
    defaults: toJson(parameters.parse({})),
    readParameters(given) {
      const read = parse(parameters, given);
      if (read.ok) return toJson(read.value);
      throw new PraxisError("bad_parameters", `these parameters do not fit the policy "${name}": ${read.error}`, {
        next: "Correct them; the old ones stay in force.",
      });
    },
    judge(input) {
      const wish = parse(first.inputSchema, input.wish);
      const read = parse(parameters, input.parameters);
      if (!wish.ok || !read.ok) return { verdict: "ask", why: `the policy "${name}" could not read its input` };
      try {
        return options.judge({ ...input, wish: wish.value, parameters: read.value, ...verdicts });
      } catch (thrown) {
        return { verdict: "ask", why: `the policy "${name}" threw: ${messageOf(thrown)}` };
      }
    },
  };
}

function isList<I>(on: Contract<I> | readonly Contract<I>[]): on is readonly Contract<I>[] {
  return Array.isArray(on);
}

const verdicts = {
  allow: (): Verdict => ({ verdict: "allow" }),
  ask: (why: string, options: AskOptions = {}): Verdict => ({ verdict: "ask", why, ...options }),
  deny: (why: string): Verdict => ({ verdict: "deny", why }),
};
