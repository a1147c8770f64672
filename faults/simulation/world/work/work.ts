/** What the machine has to do: processes with each tier, units, a gate, a question, a scope that may be undone, waiting, children, runs that go on as others, and steps of their own. */
import { z } from "zod";
import { connection } from "../../../../src/act/connection.ts";
import { type ContractOptions, contract } from "../../../../src/act/contract.ts";
import type { Definition } from "../../../../src/assembly/definitions.ts";
import { decision } from "../../../../src/plan/decision.ts";
import { process } from "../../../../src/plan/process.ts";
import { settleMs, timeoutMs } from "../network.ts";
import { keyRetentionMs } from "../provider.ts";
import type { OwnStep } from "./own-steps.ts";

const desk = connection("desk", {
  baseUrl: "https://desk.example.com",
  timeout: timeoutMs,
  settle: settleMs,
  keyRetention: keyRetentionMs,
  breakAfter: 4,
  concurrency: 3,
});
export const input = z.object({ thing: z.string() });
type Wish = z.infer<typeof input>;
const output = z.object({ id: z.string() });
type Options = Partial<ContractOptions<Wish, z.infer<typeof output>>>;
const shared = { via: desk, input, output, intent: { object: (wish: Wish) => [wish.thing] } };

const t1 = (name: string, more: Options = {}) =>
  contract(name, { tier: "T1", ...shared, perform: (wish, call) => call.post(`/t1/${name}`, wish), ...more });
const t2 = (name: string, more: Options = {}) =>
  contract(name, {
    tier: "T2",
    ...shared,
    perform: (wish, call) => call.post(`/t2/${name}`, wish),
    lookUp: async (_wish, call) => {
      const { found } = z.object({ found: z.string().nullable() }).parse(await call.get("/find", { key: call.key }));
      return found === null ? null : { found: { id: found } };
    },
    ...more,
  });
const t3 = (name: string, more: Options = {}) =>
  contract(name, { tier: "T3", ...shared, perform: (wish, call) => call.post(`/t3/${name}`, wish), ...more });

const refund = t1("refund");
const book = t2("book");
const letter = t3("letter");
const pay = t1("pay", { risk: () => "high" });
/** Two ways to give the same unit back: only one of them may be gone. */
const units = (wish: Wish) => [`unit ${wish.thing}`];
const cash = t1("cash", { units });
const voucher = t2("voucher", { units });
const leave = t2("leave");
const hold = t1("hold", { compensate: (wish) => ({ contract: t1("release"), wish }) });
const release = t1("release");
const seat = t2("seat", { compensate: (wish) => ({ contract: leave, wish }) });
const mayTravel = decision("may travel", { input, answer: z.enum(["yes", "no"]), question: ({ thing }) => thing });

const steps = process(
  "steps",
  { input: z.object({ thing: z.string(), left: z.int() }) },
  async (run, { thing, left }) => {
    await run.sleep("40 seconds");
    await run.do(refund, { thing: `${thing}/${left}` });
    return left === 0 ? "enough" : run.continueAs({ thing, left: left - 1 });
  },
);

/** Which event begins which process; the effects of each are about the event's thing. */
const processes = {
  Refund: process("refunds", { on: "Refund", input }, (run, wish) => run.do(refund, wish)),
  Book: process("books", { on: "Book", input }, (run, wish) => run.do(book, wish)),
  Letter: process("letters", { on: "Letter", input }, async (run, wish) => (await run.do(letter, wish)).status),
  Pay: process("pays", { on: "Pay", input }, async (run, wish) => (await run.do(pay, wish)).status),
  Cash: process("cashes", { on: "Cash", input }, async (run, wish) => (await run.do(cash, wish)).status),
  Voucher: process("vouchers", { on: "Voucher", input }, async (run, wish) => (await run.do(voucher, wish)).status),
  Order: process("orders", { on: "Order", input }, async (run, wish) => {
    const one = await run.do(refund, { thing: `${wish.thing} first` });
    const arrived = await run.wait("Paid", { about: wish.thing, atMost: "10 minutes" });
    const two = await run.do(book, { thing: `${wish.thing} second` });
    return [one.status, arrived.status, two.status];
  }),
  Trip: process("trips", { on: "Trip", input }, async (run, wish) => {
    const scoped = await run.scope("hold and seat", async (scope) => {
      await Promise.all([scope.must(hold, wish), scope.must(seat, wish)]);
      const may = await scope.decide(mayTravel, wish);
      if (may.status !== "answered" || may.answer === "no") scope.fail("may not");
      return "gone";
    });
    return scoped.status;
  }),
  Long: process("longs", { on: "Long", input }, async (run, wish) => {
    const started = await run.start(steps, { thing: wish.thing, left: 1 });
    const [end, sent] = await Promise.all([started.end(), run.do(letter, wish)]);
    return [end, sent.status];
  }),
} as const;

/** More than are recorded together. */
const many = 300;

/** Steps of its own before and after effects, beside what it waits for, and long rows of them; what it is told and how it ends depend on the time of each. */
function owns(did: (step: OwnStep, thing: string) => void): Definition[] {
  const step = contract("own", {
    tier: "T0",
    input: input.extend({ run: z.string(), part: z.string(), number: z.int(), seen: z.number() }),
    output: z.number(),
    perform: ({ run, part, number, seen, thing }) => {
      did({ run, part, number }, thing);
      return (seen * 31 + number) % 1_000_003;
    },
  });
  const body = process("owns", { on: "Own", input }, async (run, { thing }) => {
    const begun = run.now();
    const row = async (part: string): Promise<number> => {
      let seen = 0;
      const count = run.random() < 0.12 ? many : Math.floor(run.random() * 8);
      for (let number = 1; number <= count; number++)
        seen = (await run.do(step, { thing, run: run.id, part, number, seen })) + run.now() - begun;
      return seen;
    };
    const seen = [await row("first")];
    const sent = await run.do(letter, { thing: `${thing} own` });
    seen.push(await row("second"));
    const [paid, beside] = await Promise.all([
      run.wait("Paid", { about: thing, atMost: "5 minutes" }),
      row("beside").then(async (before) => {
        await run.sleep("20 seconds");
        const after = await row("after the sleep");
        return [before, after, (await run.do(book, { thing: `${thing} own` })).status, await row("at its end")];
      }),
      row("third"),
    ]);
    seen.push(await row("last"));
    return [sent.status, paid.status, seen, beside, run.now() - begun];
  });
  return [step, body];
}

export type EventType = keyof typeof processes | "Own";
export const withoutOwnSteps = ["Refund", "Book", "Letter", "Pay", "Cash", "Voucher", "Order", "Trip", "Long"] as const;
export const eventTypes: readonly [EventType, ...EventType[]] = [...withoutOwnSteps, "Own"];

/** @param did told of each own step as it is done */
export function definitionsFor(did: (step: OwnStep, thing: string) => void): readonly Definition[] {
  return [...Object.values(processes), steps, release, leave, ...owns(did)];
}
