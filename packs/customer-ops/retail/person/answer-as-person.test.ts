import assert from "node:assert/strict";
import { test } from "node:test";
import type { Gate } from "../../client/praxis-client.ts";
import type { Request } from "../requests.ts";
import { answerAsPerson } from "./answer-as-person.ts";

const request: Request = {
  id: "r-1",
  world: "r-1",
  customer: "ann",
  text: "",
  operations: [{ name: "cancel_pending_order", arguments: { order_id: "#W1", reason: "no longer needed" } }],
  expected: {},
  transactions: ["#W1 refund 4320 paypal_1"],
};
const log = [
  {
    id: "refund_7",
    kind: "refund",
    orderId: "#W1",
    amountCents: 4_320,
    paymentMethodId: "paypal_1",
    reference: "key-1",
    authorisationId: null,
  },
] as const;

const refund = { orderId: "#W1", customerId: "ann", paymentMethodId: "paypal_1", amountCents: 4_320 };
const gate = (kind: Gate["kind"], evidence: object, proposal: object = {}): Gate => ({
  id: "g",
  kind,
  title: "",
  reasons: [],
  proposal,
  evidence,
  account: "r-1",
  run: null,
});
const answer = (asked: Gate) => answerAsPerson(asked, request, async () => log);

test("a triage gate is filled from the line's actions", async () => {
  const said = await answer(gate("question", { decision: "what a ticket asks for" }));
  assert.deepEqual(said, { verdict: "answer", value: request.operations });
});

test("an effect is approved only if it belongs to the actions, by contract and arguments", async () => {
  const said = async (contract: string, proposal: object) =>
    (await answer(gate("approval", { contract }, proposal))).verdict;
  assert.equal(await said("payments.refund", refund), "approve");
  assert.equal(await said("payments.refund", { ...refund, amountCents: 4_321 }), "decline");
  assert.equal(await said("payments.refund", { ...refund, orderId: "#W2" }), "decline");
  assert.equal(await said("payments.refund", { ...refund, customerId: "bob" }), "decline");
  assert.equal(await said("payments.capture", refund), "decline");
  assert.equal(await said("shop.prepare", { operation: request.operations[0], customerId: "ann" }), "approve");
  assert.equal(await said("shop.prepare", { operation: request.operations[0], customerId: "bob" }), "decline");
  assert.equal(await said("shop.release", { operationId: "o" }), "decline");
});

test("what became of an effect is looked up by its reference", async () => {
  assert.deepEqual(await answer(gate("unknown", { contract: "payments.refund", key: "key-1" })), {
    verdict: "answer",
    value: { happened: true, output: { id: "refund_7" } },
  });
  const absent = await answer(gate("unknown", { contract: "payments.refund", key: "key-2" }));
  assert.deepEqual(absent, { verdict: "answer", value: { happened: false } });
});

test("everything else is declined", async () => {
  assert.equal((await answer(gate("conflict", { contract: "payments.refund" }, refund))).verdict, "decline");
  assert.equal((await answer(gate("question", { decision: "a change that is half done" }))).verdict, "decline");
});
