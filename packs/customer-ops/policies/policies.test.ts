import assert from "node:assert/strict";
import { test } from "node:test";
import { customerContracts } from "../contracts/customer-contracts.ts";
import { settingsFromEnvironment } from "../settings.ts";
import { newAccounts } from "./new-accounts.ts";
import { openReturns } from "./open-returns.ts";
import { ownOrders } from "./own-orders.ts";
import { refundLimits } from "./refund-limits.ts";
import { unverifiedSenders } from "./unverified-senders.ts";

const contracts = customerContracts(settingsFromEnvironment({ SHOP_URL: "http://shop.example" }));
const around = { risk: "low", process: "answer tickets", account: "main" } as const;
const past = (count: number, cents = 0) => ({ count: () => count, amount: () => cents });

function refundVerdict(amountCents: number, before: number, parameters = {}, centsBefore = 0): string {
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
  return policy.judge({ wish, parameters: read, past: past(before, centsBefore), ...around }).verdict;
}

test("a refund above the amount, or one too many in a month, waits for a person", () => {
  assert.equal(refundVerdict(400_000, 9), "allow");
  assert.equal(refundVerdict(400_001, 0), "ask");
  assert.equal(refundVerdict(100, 10), "ask");
  assert.equal(refundVerdict(100, 1, { perCustomerAMonth: 1 }), "ask");
  assert.throws(() => refundVerdict(100, 0, { askAboveCents: -1 }));
});

test("small refunds add up: a person looks before the sum of a month goes above the limit", () => {
  assert.equal(refundVerdict(300_000, 3, {}, 700_000), "allow");
  assert.equal(refundVerdict(300_001, 3, {}, 700_000), "ask");
  assert.equal(refundVerdict(100, 1, { centsPerCustomerAMonth: 150 }, 51), "ask");
});

const operations = {
  cancel: { name: "cancel_pending_order", arguments: { order_id: "#W1", reason: "no longer needed" } },
  pay: { name: "modify_pending_order_payment", arguments: { order_id: "#W1", payment_method_id: "p" } },
  giveBack: {
    name: "return_delivered_order_items",
    arguments: { order_id: "#W1", item_ids: ["i", "j"], payment_method_id: "p" },
  },
  own: {
    name: "modify_user_address",
    arguments: { user_id: "ann", address1: "1", address2: "", city: "c", state: "s", country: "u", zip: "z" },
  },
};

type Judged = Pick<ReturnType<typeof ownOrders>, "readParameters" | "judge">;

function prepareVerdict(policy: Judged, operation: object, more: object = {}, parameters = {}) {
  const wish = {
    operation: JSON.parse(JSON.stringify(operation)),
    customerId: "ann",
    ownerId: "ann",
    revision: 1,
    ...more,
  };
  return policy.judge({ wish, parameters: policy.readParameters(parameters), past: past(0), ...around });
}

test("a unit whose return is under way is not sent back a second time", () => {
  const policy = openReturns(contracts);
  assert.equal(prepareVerdict(policy, operations.giveBack).verdict, "allow");
  const again = prepareVerdict(policy, operations.giveBack, { openReturn: ["j", "k"] });
  assert.deepEqual(again, { verdict: "deny", why: "a return or exchange of j (order #W1) is under way already" });
  const asked = prepareVerdict(policy, operations.giveBack, { openReturn: ["j"] }, { onOpenReturn: "ask" });
  assert.equal(asked.verdict, "ask");
  assert.equal(prepareVerdict(policy, operations.cancel, { openReturn: ["j"] }).verdict, "allow");
});

test("for a new account, a person looks at what moves money or goods", () => {
  const policy = newAccounts(contracts);
  const verdict = (operation: object, accountAgeDays: number | null, parameters = {}) =>
    prepareVerdict(policy, operation, { accountAgeDays }, parameters).verdict;
  assert.equal(verdict(operations.cancel, 13), "ask");
  assert.equal(verdict(operations.pay, 0), "ask");
  assert.equal(verdict(operations.cancel, 14), "allow");
  assert.equal(verdict(operations.own, 0), "allow");
  assert.equal(verdict(operations.cancel, null), "allow");
  assert.equal(verdict(operations.cancel, 0, { askUnderDays: 0 }), "allow");
  assert.equal(verdict(operations.cancel, 20, { askUnderDays: 30 }), "ask");
});

test("nothing is done on the strength of a mail whose sender nobody vouches for", () => {
  const policy = unverifiedSenders(contracts);
  const verdict = (sender: string, parameters = {}) =>
    prepareVerdict(policy, operations.cancel, { sender }, parameters).verdict;
  assert.equal(verdict("verified"), "allow");
  assert.equal(verdict("unverified"), "ask");
  assert.equal(verdict("unverified", { onUnverified: "deny" }), "deny");
  assert.equal(verdict("unverified", { onUnverified: "allow" }), "allow");
  assert.throws(() => verdict("unverified", { onUnverified: "perhaps" }));
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
