/** What a process is told of an effect: values, never exceptions (docs/concepts.md, "What it does to the world"). */
import { z } from "zod";
import { anyJson } from "../kernel/schema.ts";

export type Outcome<O> =
  /** `run`: the one that did it; another one where the same was wished for, and done, before. */
  | { readonly status: "succeeded"; readonly value: O; readonly effect: string; readonly run: string }
  /** The other side said no, for a reason of its own; nothing was done. */
  | { readonly status: "refused"; readonly code: string; readonly reason: string; readonly effect: string }
  /** It could not be done within the budget; nothing was done. */
  | { readonly status: "failed"; readonly code: string; readonly reason: string; readonly effect: string }
  /** A policy forbids it. */
  | { readonly status: "denied"; readonly policy: string; readonly reason: string }
  /** A person said no, or nobody answered in time. */
  | { readonly status: "declined"; readonly by: string | null; readonly reason: string; readonly gate: string }
  /** The level is `shadow`: this is what would have been done. */
  | { readonly status: "proposed"; readonly contract: string; readonly description: string }
  /** The same was asked for before with other arguments, or units or an amount are taken; a person has seen it. */
  | { readonly status: "conflict"; readonly reason: string; readonly with: readonly string[] };

export const outcomeSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("succeeded"), value: anyJson, effect: z.string(), run: z.string() }),
  z.object({ status: z.literal("refused"), code: z.string(), reason: z.string(), effect: z.string() }),
  z.object({ status: z.literal("failed"), code: z.string(), reason: z.string(), effect: z.string() }),
  z.object({ status: z.literal("denied"), policy: z.string(), reason: z.string() }),
  z.object({ status: z.literal("declined"), by: z.string().nullable(), reason: z.string(), gate: z.string() }),
  z.object({ status: z.literal("proposed"), contract: z.string(), description: z.string() }),
  z.object({ status: z.literal("conflict"), reason: z.string(), with: z.array(z.string()) }),
]);

/** Why it did not succeed, in a sentence. */
export function whyNot(outcome: Exclude<Outcome<unknown>, { status: "succeeded" }>): string {
  return outcome.status === "proposed"
    ? `only proposed: ${outcome.description}`
    : `${outcome.status}: ${outcome.reason}`;
}
