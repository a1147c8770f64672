/** Forking and rehearsing at a workbench. */

import type { ForkRequest } from "../../engine/fork/plan-fork.ts";
import type { RehearsedStep } from "../../engine/fork/rehearse.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { Bench } from "./bench.ts";

export interface Asked {
  readonly input?: Json;
  /** By step. */
  readonly outcomes?: Readonly<Record<number, Json>>;
  /** The same id makes one fork only. */
  readonly id?: string;
}

function requestOf(run: string, fromStep: number, { input, outcomes = {} }: Asked): ForkRequest {
  const edits = new Map(Object.entries(outcomes).map(([seq, value]) => [Number(seq), value]));
  return { run, fromStep, by: "ada", edits: { outcomes: edits, ...(input === undefined ? {} : { input }) } };
}

/** @returns the fork, once nothing moves any more. */
export async function fork(world: Bench, run: string, fromStep: number, asked: Asked = {}): Promise<string> {
  const order = { ...requestOf(run, fromStep, asked), why: "a second look", id: asked.id ?? null };
  const forked = await world.praxis.forks.fork(order);
  await world.settle();
  return forked.run;
}

export function rehearse(world: Bench, run: string, fromStep: number, asked: Asked = {}) {
  return world.praxis.forks.rehearse(requestOf(run, fromStep, asked));
}

/** "3 recorded again (would ask)": step, outcome, and what the fork itself does where that is another thing. */
export function told(steps: readonly RehearsedStep[]): string[] {
  return steps.map(({ seq, outcome, inFork }) => `${seq} ${outcome}${inFork === outcome ? "" : ` (${inFork})`}`);
}

export const withCode =
  (code: string, words = /./) =>
  (thrown: unknown) =>
    thrown instanceof PraxisError && thrown.code === code && words.test(`${thrown.message} ${thrown.next}`);
