/** Contracts that many tests use: one of each tier at one provider. */

import { z } from "zod";
import { connection } from "../../act/connection.ts";
import { type ContractOptions, contract } from "../../act/contract.ts";

export const pay = connection("pay", { baseUrl: "https://pay.example.com/{account}" });

export const refundSchema = z.object({ charge: z.string(), cents: z.int() });
const doneSchema = z.object({ id: z.string() });
export type Refund = z.infer<typeof refundSchema>;
type Options = Partial<ContractOptions<Refund, z.infer<typeof doneSchema>>>;

const shared = {
  via: pay,
  input: refundSchema,
  output: doneSchema,
  intent: { object: (wish: Refund) => [wish.charge] },
};

export function refundT1(more: Options = {}) {
  return contract("refund", { tier: "T1", ...shared, perform: (wish, call) => call.post("/refunds", wish), ...more });
}

export function refundT2(more: Options = {}) {
  return contract("refund", {
    tier: "T2",
    ...shared,
    perform: (wish, call) => call.post("/refunds", wish),
    lookUp: async (_wish, call) => {
      const answer = z.object({ found: z.unknown() }).parse(await call.get("/refunds", { key: call.key }));
      return answer.found === null ? null : { found: z.json().parse(answer.found) };
    },
    ...more,
  });
}

export function refundT3(more: Options = {}) {
  return contract("refund", { tier: "T3", ...shared, perform: (wish, call) => call.post("/refunds", wish), ...more });
}

export type AnyRefund = ReturnType<typeof refundT1> | ReturnType<typeof refundT2> | ReturnType<typeof refundT3>;

/** Does one thing and undoes it: `<name>` and `<name>.undo`. */
export function undoable(name: string, more: Options = {}) {
  const undo = contract(`${name}.undo`, {
    tier: "T1",
    ...shared,
    perform: (wish, call) => call.post(`/${name}/undo`, wish),
  });
  const act = contract(name, {
    tier: "T1",
    ...shared,
    perform: (wish, call) => call.post(`/${name}`, wish),
    compensate: (wish) => ({ contract: undo, wish }),
    ...more,
  });
  return { act, undo };
}

export const look = contract("look", {
  tier: "read",
  via: pay,
  input: z.object({ id: z.string() }),
  output: z.object({ ok: z.boolean() }),
  perform: (wish, call) => call.get(`/things/${wish.id}`),
});
