/** What the server of `serve.ts` is made with: signed sources, and two processes that wait, for a timer and for a person. */
import { decision, process as defineProcess, secret, source } from "praxis";
import { z } from "zod";

export const hookSecret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
export const sleepMs = 3_600_000;

export const serveOptionsSchema = z.object({
  /** How far ahead its clock is. */
  aheadMs: z.number().default(0),
  /** Runs that may wait for their turn, before an account is refused. */
  mostWaiting: z.number().optional(),
  /** Its engine is started by the word `start`. */
  startsLater: z.boolean().default(false),
});

export const webhooks = source("shop", {
  scheme: "standard-webhooks",
  secrets: [secret("HOOK_SECRET")],
  body: z.object({ order: z.string(), text: z.string() }),
  event: "OrderNoted",
  about: ({ order }) => order,
});

/** Each order is a run of ten steps, of its shop's account. */
export const orders = source("orders", {
  scheme: "standard-webhooks",
  secrets: [secret("HOOK_SECRET")],
  body: z.object({ order: z.string(), shop: z.string() }),
  event: "Begin",
  account: ({ shop }) => shop,
});

const size = decision("bench size", {
  input: z.object({ n: z.int() }),
  answer: z.object({ cents: z.int() }),
  question: ({ n }) => `How much for ${n}?`,
});
export const waiters = [
  size,
  defineProcess("sleeps", { on: "Sleep", input: z.object({ n: z.int() }) }, async (run) => {
    await run.sleep(sleepMs);
    return "awake";
  }),
  defineProcess("asks", { on: "Ask", input: z.object({ n: z.int() }) }, (run, { n }) => run.decide(size, { n })),
];
