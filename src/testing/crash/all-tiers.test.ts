/**
 * A process with everything in it (child runs, a scope that may be undone, an event, a question, an approval), at a provider where every fault
 * happens, on each tier: power cuts at random moments change nothing. With 60 seeds and five cuts, and after every event, 5,600 power cuts were
 * tried once; a few seeds are kept here.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Call } from "../../act/call.ts";
import { connection } from "../../act/connection.ts";
import { contract } from "../../act/contract.ts";
import { policy } from "../../act/policy/policy.ts";
import { decision } from "../../plan/decision.ts";
import { process } from "../../plan/process.ts";
import { answer, approve, fakeProvider, type Person, type Script, world } from "../index.ts";

const desk = connection("desk", { baseUrl: "https://desk.example.com/{account}", breakAfter: 3 });
const input = z.object({ name: z.string() });
type Input = z.infer<typeof input>;
type Tier = "T1" | "T2" | "T3";

const actionOf = (name: string, tier: Tier, undo?: { readonly name: string }) =>
  contract(name, {
    tier,
    via: desk,
    input,
    output: z.object({ id: z.string() }),
    intent: { object: (wish) => [wish.name] },
    perform: (wish: Input, call: Call) => call.post(`/${name}`, wish),
    ...(undo ? { compensate: (wish: Input) => ({ contract: undo, wish }) } : {}),
    ...(tier === "T2" ? { lookUp } : {}),
  });

async function lookUp(_wish: Input, call: Call) {
  const found = await call.get("/find", { key: call.key });
  return found === null ? null : { found };
}

function deskOn(tier: Tier) {
  const undo = actionOf("undo", tier);
  const book = actionOf("book", tier, undo);
  const pay = actionOf("pay", tier);
  const mayPay = decision("may pay", { input, answer: z.enum(["yes", "no"]), question: ({ name }) => `Pay ${name}?` });
  const askAlways = policy("ask always", { on: pay, parameters: z.object({}), judge: ({ ask }) => ask("always") });
  const child = process("child", { input }, async (run, wish) => {
    await run.sleep("3 minutes");
    return (await run.do(book, wish)).status;
  });
  const parent = process("parent", { on: "Asked", input }, async (run, { name }) => {
    const children = ["x", "y"].map(async (each) => (await run.start(child, { name: name + each })).end());
    const scoped = await run.scope("book and pay", async (wish) => {
      await wish.must(book, { name: `${name}1` });
      await wish.must(book, { name: `${name}2` });
      const arrival = await wish.wait("Confirmed", { about: name, atMost: "2 days" });
      if (arrival.status === "timed out") wish.fail("never confirmed");
      const verdict = await wish.decide(mayPay, { name });
      if (verdict.status !== "answered" || verdict.answer === "no") wish.fail("may not be paid");
      return wish.must(pay, { name });
    });
    const ends = await Promise.all(children);
    await run.must(book, { name: `${name}3` });
    return [scoped.status, ...ends.map(({ status }) => status)];
  });
  const provider = fakeProvider(
    {
      "POST /:action": (request) => ({ id: request.newId("deed") }),
      "GET /find": ({ query }, { find }) => find(query.key)?.answer ?? null,
    },
    {
      idempotencyKeys: tier === "T1",
      timeOutAfterSuccess: 0.15,
      resetAfter: 0.1,
      resetBefore: 0.1,
      rateLimited: 0.1,
      error500: 0.05,
      garbage: 0.05,
      unreachable: 0.1,
    },
  );
  return world(parent, child, askAlways).withConnection(desk, provider).person(somebody);
}

const somebody: Person = ({ kind, title }) =>
  kind === "unknown" ? "the truth" : kind === "question" ? answer(title === "Pay a?" ? "yes" : "no") : approve();

const scripts: Record<string, Script> = {
  "two at once": (play) =>
    play
      .event("Asked", { name: "a" })
      .event("Asked", { name: "b" })
      .event("Confirmed", {}, { about: "a" })
      .event("Confirmed", {}, { about: "b" })
      .advance("1 hour"),
  "never confirmed": (play) => play.event("Asked", { name: "a" }).advance("3 days"),
  "cancelled while it waits": (play) => play.event("Asked", { name: "a" }).cancel("parent").advance("1 day"),
};

for (const tier of ["T1", "T2", "T3"] as const) {
  describe(`on ${tier}, power cuts change nothing for`, () => {
    for (const [name, script] of Object.entries(scripts)) {
      test(name, async () => {
        const report = await deskOn(tier).crashingAtRandom(script, { seeds: 6, cuts: 5 });
        assert.ok(report.powerCuts > 6, `${report.powerCuts} power cuts`);
      });
    }
  });
}
