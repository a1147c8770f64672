/** A process that does one of each, for tests of forks: it reads, asks, waits and refunds. */
import { z } from "zod";
import { decision } from "../../plan/decision.ts";
import { process } from "../../plan/process.ts";
import type { Bench } from "./bench.ts";
import { look, refundT1 } from "./contracts.ts";

export const chargeSchema = z.object({ charge: z.string() });
export const refund = refundT1();
export const verdict = decision("verdict", {
  input: chargeSchema,
  answer: z.object({ cents: z.int() }),
  question: ({ charge }) => `How much of ${charge}?`,
});

/** 1 reads, 2 asks a person, 3 waits for an event, 4 refunds. */
export const cases = process(
  "cases",
  { on: "Case", input: z.looseObject({ charge: z.string() }) },
  async (run, { charge }) => {
    const began = run.now();
    const dice = run.random();
    const seen = await run.do(look, { id: charge });
    const decided = await run.decide(verdict, { charge });
    const cents = decided.status === "answered" ? decided.answer.cents : 0;
    const goods = await run.wait("Goods", { about: charge, atMost: "30 days" });
    const done = await run.do(refund, { charge, cents });
    return { began, dice, id: run.id, seen, cents, goods, done: done.status };
  },
);

export async function playCase(world: Bench, charge = "c1"): Promise<string> {
  const run = await world.begin("Case", { charge }, { subject: "mia" });
  world.clock.pass(1_000);
  await world.answer(world.openGate(), { verdict: "answer", value: { cents: 40 } });
  world.clock.pass(1_000);
  await world.send("Goods", { boxes: 2 }, { about: charge });
  return run;
}
