/** What one run prepared, another run with the same wish may build on: of letting it go and building on it, one wins, and never both (E4). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { CallError } from "../act/call.ts";
import { contract } from "../act/contract.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { pay, refundSchema, undoable } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const hold = undoable("hold");
const built = z.object({ charge: z.string(), on: z.string() });
const giveBack = contract("giveBack", {
  tier: "T1",
  via: pay,
  input: built,
  output: z.object({ id: z.string() }),
  intent: { object: ({ charge }) => [charge] },
  perform: ({ charge }, call) => call.post("/giveBack", { charge }),
});

function refund(options: { readonly undoable: boolean }) {
  return contract("refund", {
    tier: "T1",
    via: pay,
    input: built,
    output: z.object({ id: z.string() }),
    intent: { object: ({ charge }) => [charge] },
    standsOn: ({ on }) => on,
    describe: ({ charge }) => `Refund the charge ${charge}`,
    perform: ({ charge }, call) => call.post("/refunds", { charge }),
    ...(options.undoable ? { compensate: (wish: z.infer<typeof built>) => ({ contract: giveBack, wish }) } : {}),
  });
}

const goOn = decision("go on", { input: anything, answer: z.boolean(), question: () => "go on?" });

/** Two runs with one wish: both stand on what the first one prepared; the first is asked whether it goes on, and undoes it on a no. */
function twoRuns(builds: ReturnType<typeof refund>): Bench {
  const wish = refundSchema.parse({ charge: "1", cents: 1 });
  const first = process("first", { on: "First", input: anything }, (run) =>
    run.scope("wish", async (scope) => {
      await scope.must(hold.act, wish);
      const said = await scope.decide(goOn, {});
      if (said.status === "declined" || !said.answer) scope.fail("a person said no");
    }),
  );
  const second = process("second", { on: "Second", input: anything }, async (run) => {
    const held = await run.do(hold.act, wish);
    if (held.status !== "succeeded") return held.status;
    return (await run.do(builds, { charge: "1", on: held.effect })).status;
  });
  return bench([first, second]);
}

const paths = (world: Bench): string[] => world.provider.actions.map((action) => action.path.replace("/main", ""));
const leftOf = (world: Bench, id: string): (string | null)[] =>
  z
    .object({ undone: z.array(z.object({ left: z.string().nullable() })) })
    .parse(world.value(id))
    .undone.map(({ left }) => left);

async function declineWhileUnderWay(world: Bench): Promise<{ id: string; other: string; answer: () => void }> {
  const id = await world.begin("First", {});
  const question = world.openGate();
  const { promise, resolve } = Promise.withResolvers<void>();
  world.provider.during = ({ url }) => (url.endsWith("/refunds") ? promise : undefined);
  const other = await world.begin("Second", {});
  assert.equal(world.effect("refund").status, "attempting");
  await world.answer(question, { verdict: "decline" });
  return { id, other, answer: resolve };
}

describe("E4: letting go of what another run builds on", () => {
  test("waits while that is under way, and is not done once it is done and nothing fetches it back", async () => {
    const world = twoRuns(refund({ undoable: false }));
    const { id, other, answer } = await declineWhileUnderWay(world);
    assert.deepEqual(paths(world), ["/hold"], "nothing is let go while the refund is on its way");
    assert.equal(world.effect("hold").status, "succeeded");
    assert.equal(world.waits(id)[0]?.what, "refund, which builds on what is to be undone");
    answer();
    await world.settle();
    assert.equal(world.value(other), "succeeded");
    const gate = world.openGate();
    const why = /another run has built on it, and that cannot be fetched back: Refund the charge 1/;
    assert.match(JSON.stringify(world.praxis.gates.shown(gate)), why);
    await world.answer(gate, { verdict: "approve" });
    assert.match(leftOf(world, id)[0] ?? "", why);
    assert.deepEqual(paths(world), ["/hold", "/refunds"]);
    assert.equal(world.effect("hold").status, "succeeded");
  });

  test("goes on once that was refused", async () => {
    const world = twoRuns(refund({ undoable: false }));
    world.provider.answers.set("POST /main/refunds", () => {
      throw new CallError("refused", "too_late", "the order has left");
    });
    const { id, other, answer } = await declineWhileUnderWay(world);
    assert.deepEqual(paths(world), ["/hold"]);
    answer();
    await world.settle();
    assert.equal(world.value(other), "refused");
    assert.deepEqual(leftOf(world, id), [null]);
    assert.deepEqual(paths(world), ["/hold", "/hold/undo"]);
  });

  test("waits for a person where nobody knows what became of that", async () => {
    const world = twoRuns(refund({ undoable: false }));
    world.provider.script.push("ok", ...Array.from({ length: 10 }, () => "acts, then reset" as const));
    const id = await world.begin("First", {});
    const question = world.openGate();
    await world.begin("Second", {});
    assert.equal(world.effect("refund").status, "unknown");
    await world.answer(question, { verdict: "decline" });
    assert.equal(world.waits(id)[0]?.what, "refund, which builds on what is to be undone");
    assert.equal(world.provider.count("/main/hold/undo"), 0);
  });

  test("goes on where that can be undone by the run that did it, which then cannot build further", async () => {
    const world = twoRuns(refund({ undoable: true }));
    const { id, answer } = await declineWhileUnderWay(world);
    assert.deepEqual(paths(world), ["/hold"]);
    answer();
    await world.settle();
    assert.deepEqual(paths(world), ["/hold", "/refunds", "/hold/undo"]);
    assert.deepEqual(leftOf(world, id), [null]);
  });

  test("is done first where it was recorded first: whoever wishes the same waits for that", async () => {
    const world = twoRuns(refund({ undoable: false }));
    const { promise, resolve } = Promise.withResolvers<void>();
    world.provider.during = ({ url }) => (url.endsWith("/hold") ? undefined : promise);
    await world.begin("First", {});
    const question = world.openGate();
    await world.answer(question, { verdict: "decline" });
    const other = await world.begin("Second", {});
    assert.equal(world.waits(other)[0]?.what, "hold to be undone");
    resolve();
    await world.settle();
    assert.deepEqual(paths(world), ["/hold", "/hold/undo"]);
  });
});
