import assert from "node:assert/strict";
import { test } from "node:test";
import { ShopError } from "../shop-error.ts";
import { smallSeed } from "../testing/small-seed.ts";
import { checkSeed, readSeedFolder } from "./read-seed.ts";

const address = { address1: "1", address2: "", city: "c", state: "s", country: "u", zip: "z" };
const user = { name: { first_name: "A", last_name: "B" }, address, email: "a@b", payment_methods: {}, orders: [] };
const order = { order_id: "#W1", user_id: "a", address, items: [], status: "pending", payment_history: [] };

function problemOf(seed: Partial<typeof smallSeed>): string {
  try {
    checkSeed({ users: { a: user }, orders: {}, products: {}, ...seed });
  } catch (error) {
    if (error instanceof ShopError && error.code === "seed_invalid") return error.message;
    throw error;
  }
  return "none";
}

test("a seed's histories become the base's payment log, in cents", () => {
  const base = checkSeed(smallSeed);
  assert.deepEqual(
    base.transactionsOf("#W4").map(({ id, kind, amountCents }) => ({ id, kind, amountCents })),
    [{ id: "capture_seed_W4_1", kind: "capture", amountCents: 3255 }],
  );
});

test("a seed that is not as it should be is refused, with file and place", () => {
  assert.equal(problemOf({}), "none");
  assert.match(problemOf({ users: [] }), /^users\.json: the file: /);
  assert.match(problemOf({ users: { a: { ...user, email: 7 } } }), /^users\.json: a\.email: /);
  assert.match(problemOf({ orders: { "#W2": order } }), /^orders\.json: #W2: has the order_id "#W1"/);
  assert.match(problemOf({ orders: { "#W1": { ...order, user_id: "x" } } }), /#W1\.user_id: is "x", who is not in/);
  const history = [{ transaction_type: "payment", amount: 1.005, payment_method_id: "m" }];
  assert.match(
    problemOf({ orders: { "#W1": { ...order, payment_history: history } } }),
    /#W1\.payment_history\.0\.amount: 1\.005 dollars is not a whole number of cents/,
  );
  const product = {
    product_id: "p",
    name: "P",
    variants: { i: { item_id: "j", options: {}, available: true, price: 1 } },
  };
  assert.match(problemOf({ products: { p: product } }), /^products\.json: p\.variants\.i: has the item_id "j"/);
  const card = { source: "paypal", id: "m" };
  assert.match(
    problemOf({ users: { a: { ...user, payment_methods: { n: card } } } }),
    /payment_methods\.n: has the id/,
  );
  const owner = { ...user, payment_methods: { m: card } };
  assert.match(problemOf({ users: { a: owner, b: owner } }), /b\.payment_methods\.m: belongs to a already/);
});

test("a folder that is not there is named", async () => {
  await assert.rejects(readSeedFolder("/nowhere"), { code: "seed_unreadable", message: /\/nowhere\/users\.json/ });
});
