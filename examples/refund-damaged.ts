import { connection, contract, policy, process, secret } from "praxis";
import { z } from "zod";

const payments = connection("payments", { baseUrl: "https://pay.example.com", token: secret("PAYMENTS_TOKEN") });
const damage = z.object({ charge: z.string(), cents: z.int().positive(), customer: z.string() });

export const refund = contract("payments.refund", {
  via: payments,
  tier: "T1", // the provider takes an idempotency key
  input: damage,
  output: z.object({ refundId: z.string() }),
  intent: { object: (wish) => [wish.charge] }, // what is to be true once: no amount, no text, no run
  about: (wish) => wish.customer,
  describe: (wish) => `Refund ${(wish.cents / 100).toFixed(2)} for charge ${wish.charge}`,
  perform: (wish, call) => call.post("/refunds", wish), // call carries the key, the deadline and the secret
});

export const refundLimits = policy("refund limits", {
  on: refund,
  parameters: z.object({ askAboveCents: z.int().default(5_000), aMonth: z.int().default(3) }),
  judge: ({ wish, parameters, past, allow, ask }) => {
    if (wish.cents > parameters.askAboveCents) return ask("the amount is above the limit");
    return past.count({ within: "30 days" }) >= parameters.aMonth ? ask("many refunds in a month") : allow();
  },
});

const begin = { on: "DamageReported", input: damage };
export const refundDamaged = process("refund damaged goods", begin, async (run, wish) => {
  const photo = await run.wait("PhotoReceived", { about: wish.charge, atMost: "14 days" });
  return photo.status === "arrived" ? run.do(refund, wish) : "no photo came";
});
