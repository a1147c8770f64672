/** A run that does one of each, and whose later steps depend on its input, on an answer, on what was read and on an event: so that each edit of a fork leads elsewhere. */
import { z } from "zod";
import { contract } from "../../act/contract.ts";
import { policy } from "../../act/policy/policy.ts";
import { text } from "../../log/rows.ts";
import { decision } from "../../plan/decision.ts";
import { process } from "../../plan/process.ts";
import type { Bench } from "./bench.ts";
import { look, pay, refundSchema, refundT1, undoable } from "./contracts.ts";

const refund = refundT1();
const transfer = contract("transfer", {
  tier: "T2",
  via: pay,
  input: refundSchema,
  output: z.object({ id: z.string() }),
  intent: { object: ({ charge }) => [charge] },
  perform: (wish, call) => call.post("/transfers", wish),
  lookUp: async (_wish, call) => {
    const { found } = z.object({ found: z.json() }).parse(await call.get("/transfers", { key: call.key }));
    return found === null ? null : { found };
  },
});
const pack = undoable("pack");
const limits = policy("limits", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask, deny }) =>
    wish.cents > 500 ? deny("far too much") : wish.cents > 50 ? ask("much") : allow(),
});
const share = decision("share", {
  input: z.object({ order: z.string() }),
  answer: z.int(),
  question: ({ order }) => `How much of ${order}?`,
});
const double = decision("double", {
  input: z.object({ n: z.int() }),
  answer: z.int(),
  question: () => "Twice?",
  rules: [{ name: "double", answer: ({ n }) => n * 2 }],
});
const tip = process(
  "tip",
  { input: z.object({ order: z.string(), cents: z.int() }) },
  async (run, { order, cents }) => {
    const paid = await run.do(refund, { charge: `${order}/tip ${cents}`, cents });
    return paid.status;
  },
);

const orderSchema = z.object({ order: z.string(), cents: z.int() });

/** 1 reads, 2 asks, 3 pays, 4 waits, 5 pays what needs an approval, 6 transfers beside 7 a rule, 8 packs, 9 and 10 a child that pays, 11 sleeps. */
const orders = process("orders", { on: "Order", input: orderSchema }, async (run, { order, cents }) => {
  const seen = await run.do(look, { id: order });
  const part = await run.decide(share, { order });
  const first = await run.do(refund, { charge: `${order}/a`, cents: part.status === "answered" ? part.answer : 0 });
  const goods = await run.wait("Goods", { about: order, atMost: "30 days" });
  const boxes = goods.status === "arrived" ? boxesSchema.parse(goods.event).boxes : 0;
  const second = await run.do(refund, { charge: `${order}/boxes ${boxes}`, cents: 60 + boxes });
  const [moved, twice] = await Promise.all([
    run.do(transfer, { charge: `${order}/moved`, cents }),
    run.decide(double, { n: boxes }),
  ]);
  const packed = await run.scope("packing", async (scope) => {
    const { status } = await scope.do(pack.act, { charge: `${order}/packed`, cents: 5 });
    if (!seen.ok) return scope.fail("nothing was seen");
    return status;
  });
  const tipped = await (await run.start(tip, { order, cents: twice.status === "answered" ? twice.answer : 1 })).end();
  await run.sleep("1 hour");
  return [first.status, second.status, moved.status, packed.status, tipped.status];
});
const boxesSchema = z.object({ boxes: z.int() });

export const orderDefinitions = [orders, tip, limits, share, double];
export const orderInput = { order: "o1", cents: 9 };

/** What somebody may say of a run instead, when it is forked. */
export const edits: Readonly<
  Record<string, { input?: typeof orderInput; outcomes?: Record<number, z.core.util.JSONType> }>
> = {
  nothing: {},
  "another amount in the input": { input: { order: "o1", cents: 11 } },
  "another thing that was read": { outcomes: { 1: { ok: false } } },
  "another answer": { outcomes: { 2: 41 } },
  "an answer that asks for an approval": { outcomes: { 2: 70 } },
  "an answer that is denied": { outcomes: { 2: 700 } },
  "another event": { outcomes: { 4: { boxes: 5 } } },
  "an event that never came": { outcomes: { 4: null } },
};

/** People who always say the same, goods that always come, and time. @param most gates that are answered */
export async function letOrdersGo(world: Bench, most = Number.POSITIVE_INFINITY): Promise<void> {
  let answered = 0;
  for (let round = 0; round < 100; round++) {
    await world.settle();
    const [gate] = world.openGates();
    const [wait] = world.log.sql.all("SELECT run FROM waits WHERE kind = 'event' LIMIT 1");
    if (gate) {
      if (answered++ >= most) return;
      const { kind } = gate;
      await world.answer(
        text(gate, "id"),
        kind === "question"
          ? { verdict: "answer", value: 40 }
          : { verdict: kind === "conflict" ? "decline" : "approve", reason: "a test" },
      );
    } else if (wait) await world.send("Goods", { boxes: 2 }, { about: "o1", id: "goods" });
    else if (world.log.sql.get("SELECT 1 FROM runs WHERE status IN ('moving', 'waiting')")) await world.pass(3_600_000);
    else return;
  }
  throw new Error("they do not come to an end");
}
