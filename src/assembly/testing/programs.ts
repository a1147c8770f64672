/**
 * Processes drawn at random, for laws that hold for any run: reads, effects, decisions of rules and of people, waits, sleeps, child runs, side by side, in races and
 * in scopes, and going on as a new run.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import { policy } from "../../act/policy/policy.ts";
import type { Json } from "../../kernel/json.ts";
import { text } from "../../log/rows.ts";
import { decision } from "../../plan/decision.ts";
import { process } from "../../plan/process.ts";
import type { Run } from "../../plan/run.ts";
import type { Bench } from "./bench.ts";
import { look, refundT1 } from "./contracts.ts";

export type Step =
  | { kind: "read" | "person" | "rule" | "pay" | "sleep" | "wait" | "child"; n: number }
  | { kind: "both" | "race" | "scope"; steps: Step[] };

const stepSchema: z.ZodType<Step> = z.lazy(() =>
  z.union([
    z.object({ kind: z.enum(["read", "person", "rule", "pay", "sleep", "wait", "child"]), n: z.int() }),
    z.object({ kind: z.enum(["both", "race", "scope"]), steps: z.array(stepSchema) }),
  ]),
);
const programSchema = z.object({ steps: z.array(stepSchema), rounds: z.int() });

const refund = refundT1();
const limits = policy("limits", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask }) => (wish.cents > 3 ? ask("much") : allow()),
});
const asked = decision("asked", {
  input: z.object({ n: z.int() }),
  answer: z.int(),
  question: ({ n }) => `Which, ${n}?`,
});
const ruled = decision("ruled", {
  input: z.object({ n: z.int() }),
  answer: z.int(),
  question: () => "Which?",
  rules: [{ name: "double", answer: ({ n }) => n * 2 }],
});
const pays = process("pays", { input: z.object({ n: z.int() }) }, async (run, { n }) => {
  const paid = await run.do(refund, { charge: `child ${n}`, cents: n });
  return paid.status;
});

/** Chance is drawn when a step is asked, not when it is answered: which branch of a race is answered first is the world's. */
async function perform(run: Run, step: Step): Promise<Json> {
  const dice = run.random();
  return [dice, await ask(run, step)];
}

async function ask(run: Run, step: Step): Promise<Json> {
  switch (step.kind) {
    case "read":
      return (await run.do(look, { id: `${step.n}` })).ok;
    case "person":
    case "rule": {
      const decided = await run.decide(step.kind === "rule" ? ruled : asked, { n: step.n });
      return decided.status === "answered" ? decided.answer : null;
    }
    case "pay": {
      const paid = await run.do(refund, { charge: `charge ${step.n}`, cents: step.n });
      return paid.status === "succeeded" ? paid.value : paid.status;
    }
    case "sleep":
      await run.sleep(`${step.n + 1} minutes`);
      return "slept";
    case "wait": {
      const arrival = await run.wait("Goods", { about: `${step.n}` });
      return arrival.status === "arrived" ? arrival.event : null;
    }
    case "child": {
      const child = await run.start(pays, { n: step.n });
      const end = await child.end();
      return end.status === "done" ? end.value : null;
    }
    case "both":
      return Promise.all(step.steps.map((each) => perform(run, each)));
    case "race":
      await Promise.race(step.steps.map((each) => perform(run, each)));
      return "raced";
    case "scope":
      return (await run.scope("scope", (scope) => performAll(scope, step.steps))).status;
  }
}

async function performAll(run: Run, steps: readonly Step[]): Promise<Json[]> {
  const results: Json[] = [];
  for (const step of steps) results.push(await perform(run, step));
  return results;
}

const programs = process("programs", { on: "Go", input: programSchema }, async (run, { steps, rounds }) => {
  const results = await performAll(run, steps);
  return rounds > 0 ? run.continueAs({ steps, rounds: rounds - 1 }) : { results, dice: run.random(), id: run.id };
});

export const definitions = [programs, pays, limits, asked];

/** People answer, goods arrive, time passes, until nothing waits any more. */
export async function playOn(world: Bench): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await world.settle();
    const [gate] = world.openGates();
    const [wait] = world.log.sql.all("SELECT * FROM waits WHERE kind = 'event' ORDER BY run, seq LIMIT 1");
    if (gate) {
      await world.answer(
        text(gate, "id"),
        gate.kind === "question" ? { verdict: "answer", value: 7 } : { verdict: "approve" },
      );
    } else if (wait) await sendGoods(world, text(wait, "run"), Number(wait.seq));
    else if (world.log.sql.get("SELECT 1 FROM runs WHERE status IN ('moving', 'waiting')")) await world.pass(600_000);
    else return;
  }
  assert.fail("it does not come to an end");
}

async function sendGoods(world: Bench, run: string, seq: number): Promise<void> {
  const { waits } = z
    .object({ waits: z.array(z.looseObject({ seq: z.int(), args: z.json() })) })
    .parse(world.last(run, "RunWaiting"));
  const { about } = z.looseObject({ about: z.string() }).parse(waits.find((each) => each.seq === seq)?.args);
  await world.send("Goods", { about }, { about });
}

export function endOf(world: Bench, run: string): string {
  const { continuedAs } = z.looseObject({ continuedAs: z.string().nullable() }).parse(world.last(run, "RunFinished"));
  return continuedAs === null ? run : endOf(world, continuedAs);
}

const leaf: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom("read", "person", "rule", "pay", "sleep", "wait", "child"),
  n: fc.integer({ min: 0, max: 6 }),
});
const someLeaves = fc.array(leaf, { minLength: 1, maxLength: 3 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: leaf },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("both", "race", "scope"), steps: someLeaves }) },
);
export const program = fc.record({
  steps: fc.array(anyStep, { minLength: 1, maxLength: 6 }),
  rounds: fc.integer({ min: 0, max: 1 }),
});

export const lastStep = (world: Bench, run: string): number =>
  Math.max(0, ...world.events(run).flatMap(({ type, data }) => (type === "OutcomeDelivered" ? [seqOf(data)] : [])));
const seqOf = (data: Json): number => z.looseObject({ seq: z.int() }).parse(data).seq;
