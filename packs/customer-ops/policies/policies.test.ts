import assert from "node:assert/strict";
import { test } from "node:test";
import { customerContracts } from "../contracts/customer-contracts.ts";
import { settingsFromEnvironment } from "../settings.ts";
import { ownOrders } from "./own-orders.ts";
import { refundLimits } from "./refund-limits.ts";

const contracts = customerContracts(settingsFromEnvironment({ SHOP_URL: "http://shop.example" }));
const around = { risk: "low", process: "answer tickets", account: "main" } as const;
const past = (count: number) => ({ count: () => count, amount: () => 0 });

function refundVerdict(amountCents: number, before: number, parameters = {}): string {
  const policy = refundLimits(contracts);
  const wish = {
    orderId: "#W1",
    customerId: "ann",
    paymentMethodId: "paypal_1",
    amountCents,
    of: { kind: "payment", transactionId: "capture_1" },
    limitCents: amountCents,
  };
  const read = policy.readParameters(parameters);
  return policy.judge({ wish, parameters: read, past: past(before), ...around }).verdict;
}

test("a refund above the amount, or one too many in a month, waits for a person", () => {
  assert.equal(refundVerdict(400_000, 9), "allow");
  assert.equal(refundVerdict(400_001, 0), "ask");
  assert.equal(refundVerdict(100, 10), "ask");
  assert.equal(refundVerdict(100, 1, { perCustomerAMonth: 1 }), "ask");
  assert.throws(() => refundVerdict(100, 0, { askAboveCents: -1 }));
});

test("nobody changes somebody else's order", () => {
  const verdictFor = (customerId: string) => {
    const operation = { name: "cancel_pending_order", arguments: { order_id: "#W1", reason: "no longer needed" } };
    const wish = { operation, customerId, ownerId: "ann", revision: 1 };
    return ownOrders(contracts).judge({ wish, parameters: {}, past: past(0), ...around }).verdict;
  };
  assert.equal(verdictFor("ann"), "allow");
  assert.equal(verdictFor("bob"), "deny");
});
