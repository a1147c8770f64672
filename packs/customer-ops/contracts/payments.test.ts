import assert from "node:assert/strict";
import { test } from "node:test";
import { settingsFromEnvironment } from "../settings.ts";
import { connections } from "./connections.ts";
import { paymentContracts } from "./payments.ts";
import { refundableCents } from "./transaction.ts";

const outside = connections(settingsFromEnvironment({ SHOP_URL: "http://shop.example" }));
const { refund, undoCapture } = paymentContracts(outside, "T1", "USD");

const wish = {
  orderId: "#W1",
  customerId: "ann",
  paymentMethodId: "paypal_1",
  amountCents: 4_320,
  of: { kind: "payment", transactionId: "capture_1" },
  limitCents: 5_000,
};

function bound(changes: object = {}) {
  const read = refund.bind({ ...wish, ...changes });
  assert.ok(read.ok);
  return read.value;
}

test("a refund's intent is the payment that it gives back: no amount, no method, no ticket", () => {
  const { object, occasion, description, about } = bound();
  assert.deepEqual([object, occasion], [["payment", "capture_1"], []]);
  assert.deepEqual(bound({ amountCents: 1, paymentMethodId: "gift_card_9", limitCents: 9 }).object, object);
  assert.equal(description, "Refund $43.20 to ann (order #W1, over paypal_1)");
  assert.equal(about, "ann");
});

test("a unit's refund claims the unit, under an intent of its own", () => {
  const { object, units } = bound({ of: { kind: "unit", unit: "item_1" } });
  assert.deepEqual([object, units], [["unit", "#W1", "item_1"], ["#W1/item_1"]]);
});

test("all that moves money back shares one cap per order", () => {
  const undo = undoCapture.bind({ ...wish, captureId: "capture_2" });
  assert.ok(undo.ok);
  assert.deepEqual(undo.value.cap, bound().cap);
  assert.deepEqual(undo.value.cap, { of: "#W1", amount: 4_320, limit: 5_000 });
});

test("the tier is the provider's: a look-up where it can be asked, and only there", () => {
  const tiers = (["T1", "T2", "T3"] as const).map((tier) => paymentContracts(outside, tier, "USD").refund);
  assert.deepEqual(
    tiers.map(({ tier, canLookUp }) => [tier, canLookUp]),
    [
      ["T1", false],
      ["T2", true],
      ["T3", false],
    ],
  );
});

test("what others have refunded lowers the limit; what is ours is counted by the ledger", () => {
  const entry = (kind: "capture" | "refund" | "void", amountCents: number, reference: string | null) => ({
    id: "t",
    kind,
    amountCents,
    reference,
    paymentMethodId: "paypal_1",
    authorisationId: null,
  });
  const log = [
    entry("capture", 5_000, null),
    entry("refund", 700, null),
    entry("refund", 900, "praxis-1"),
    entry("void", 50, null),
  ];
  assert.equal(refundableCents(log), 4_300);
});
