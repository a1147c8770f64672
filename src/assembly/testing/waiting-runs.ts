/**
 * Runs that wait for each kind of thing - an approval, an answer, time, an event, a child, word of an effect that nobody knows the end of - after each has paid
 * something: for upgrades and restarts in between.
 */
import assert from "node:assert/strict";
import { z } from "zod";
import { contract } from "../../act/contract.ts";
import { policy } from "../../act/policy/policy.ts";
import { text } from "../../log/rows.ts";
import { decision } from "../../plan/decision.ts";
import { process } from "../../plan/process.ts";
import type { Bench } from "./bench.ts";
import { pay, refundSchema, refundT1 } from "./contracts.ts";

const refund = refundT1();
const transfer = contract("transfer", {
  tier: "T3",
  via: pay,
  input: refundSchema,
  output: z.object({ id: z.string() }),
  intent: { object: ({ charge }) => [charge] },
  perform: (wish, call) => call.post("/transfers", wish),
});
const limits = policy("limits", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask }) => (wish.cents > 50 ? ask("much") : allow()),
});
const which = decision("which", {
  input: z.object({ charge: z.string() }),
  answer: z.int(),
  question: ({ charge }) => `How much of ${charge}?`,
});

export const reasons = ["approval", "answer", "time", "event", "child", "unknown"] as const;
const heldSchema = z.object({ for: z.enum(reasons), charge: z.string() });

const child = process("child", { input: z.object({ charge: z.string() }) }, async (run, { charge }) => {
  const arrival = await run.wait("Goods", { about: charge });
  return arrival.status === "arrived";
});

const held = process("held", { on: "Hold", input: heldSchema }, async (run, { for: reason, charge }) => {
  await run.do(refund, { charge: `${charge}/before`, cents: 1 });
  switch (reason) {
    case "approval":
      await run.do(refund, { charge, cents: 90 });
      break;
    case "answer":
      await run.decide(which, { charge });
      break;
    case "time":
      await run.sleep("3 days");
      break;
    case "event":
      await run.wait("Goods", { about: charge, atMost: "30 days" });
      break;
    case "child":
      await (await run.start(child, { charge })).end();
      break;
    case "unknown":
      await run.do(transfer, { charge, cents: 7 });
  }
  const after = await run.do(refund, { charge: `${charge}/after`, cents: 1 });
  return { reason, after: after.status };
});

export const waitingDefinitions = [held, child, limits, which];

/** One more run for each reason. @param name sets them apart @returns those runs, which wait now */
export async function holdAll(world: Bench, name: string): Promise<string[]> {
  const runs: string[] = [];
  for (const reason of reasons) {
    if (reason === "unknown") world.provider.script.push("ok", "acts, then reset");
    runs.push(await world.begin("Hold", { for: reason, charge: `${name}/${reason}` }, { id: `${name}/${reason}` }));
  }
  // Nobody is asked what became of it before its time is over (E6).
  await world.pass(120_000);
  for (const run of runs) assert.equal(world.status(run), "waiting");
  return runs;
}

const proposalSchema = z.looseObject({ proposal: z.looseObject({ charge: z.string() }) });

/** What they wait for comes, until none waits. */
export async function letGo(world: Bench): Promise<void> {
  for (let round = 0; round < 100; round++) {
    await world.settle();
    const [gate] = world.openGates();
    const [wait] = world.log.sql.all("SELECT run, seq FROM waits WHERE kind = 'event' ORDER BY run LIMIT 1");
    if (gate) {
      const opened = world.log.readEvent(`gate/${text(gate, "id")}`, 1)?.data;
      const charge = proposalSchema.safeParse(opened).data?.proposal.charge ?? "";
      await world.answer(text(gate, "id"), answerTo(world, text(gate, "kind"), charge));
    } else if (wait) {
      const last = z.object({ waits: z.array(z.looseObject({ args: z.looseObject({ about: z.string() }) })) });
      const about = last.parse(world.last(text(wait, "run"), "RunWaiting")).waits[0]?.args.about ?? "";
      await world.send("Goods", { about }, { about, id: `goods/${about}` });
    } else if (world.log.sql.get("SELECT 1 FROM runs WHERE status IN ('moving', 'waiting')"))
      await world.pass(86_400_000);
    else return;
  }
  assert.fail("they do not come to an end");
}

function answerTo(world: Bench, kind: string, charge: string) {
  if (kind === "question") return { verdict: "answer", value: 7 } as const;
  if (kind !== "unknown") return { verdict: "approve" } as const;
  const done = world.provider.actions.find(({ body }) => refundSchema.safeParse(body).data?.charge === charge);
  return {
    verdict: "answer",
    value: done ? { happened: true, output: { id: done.id } } : { happened: false },
  } as const;
}

/** Each run is done, and each thing was done once. */
export function checkDone(world: Bench, runs: readonly string[]): void {
  for (const run of runs) assert.equal(world.status(run), "done", JSON.stringify(world.events(run).at(-1)?.data));
  const charges = world.provider.actions.map(({ path, body }) => `${path} ${refundSchema.parse(body).charge}`);
  assert.deepEqual(charges.toSorted(), [...new Set(charges)].toSorted(), "nothing is done twice");
  const each = runs.length / reasons.length;
  // Before and after, and two of them in between.
  assert.equal(charges.length, each * (2 * reasons.length + 2));
}
