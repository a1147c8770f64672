import assert from "node:assert/strict";
import { test } from "node:test";
import { isForMachines, labelOf, readFacts } from "./facts.ts";

test("names become words", () => {
  assert.equal(labelOf("paymentMethodId"), "Payment method ID");
  assert.equal(labelOf("order_id"), "Order ID");
  assert.equal(labelOf("amountCents"), "Amount");
  assert.equal(labelOf("perCustomerAMonth"), "Per customer a month");
  assert.equal(labelOf("centsPerMonth"), "Amount per month");
});

test("a proposal is read as lines, with cents as an amount and nothing left out", () => {
  const facts = readFacts({
    orderId: "#W1",
    amountCents: 4320,
    of: { kind: "unit", note: null },
    tags: [],
    gift: false,
  });
  assert.deepEqual(facts, [
    { label: "Order ID", text: "#W1", parts: null },
    { label: "Amount", text: "43.20", parts: null },
    {
      label: "Of",
      text: null,
      parts: [
        { label: "Kind", text: "unit", parts: null },
        { label: "Note", text: "none", parts: null },
      ],
    },
    { label: "Tags", text: "none", parts: null },
    { label: "Gift", text: "no", parts: null },
  ]);
});

test("items of a list go by their own names", () => {
  const labels = readFacts([{ name: "Kettle", priceCents: 1 }, { priceCents: 2 }]).map(({ label }) => label);
  assert.deepEqual(labels, ["Kettle", "2"]);
});

test("what only machines call something is told apart from what people read", () => {
  const facts = readFacts({
    operationId: "praxis-0f3a9c1be2d44c55a1b2c3d4e5f60718-1",
    preparedBy: "6b920b231778a674eb67a2bf",
    orderId: "#W7109003",
    method: "paypal_7100001",
    parcel: "00340434",
  });
  assert.deepEqual(
    facts.filter(isForMachines).map(({ label }) => label),
    ["Operation ID", "Prepared by"],
  );
});
