/** A small made-up shop for the tests: one customer, five orders, three products with the traps that real orders hold. */
import type { Address, Order, OrderItem, Product, ShopView } from "../shop-view.ts";

const home: Address = {
  address1: "12 Mill Road",
  address2: "Apt. 4; rear",
  city: "St. Paul",
  state: "MN",
  country: "USA",
  zip: "55101",
};
export const office: Address = {
  address1: "9 King's Court",
  address2: "",
  city: "Duluth",
  state: "MN",
  country: "USA",
  zip: "55802",
};

const lamp = product("1000000001", "Lamp", [
  { itemId: "1100000001", options: { color: "black", height: "tall" } },
  { itemId: "1100000002", options: { color: "white", height: "tall" } },
  { itemId: "1100000003", options: { color: "black", height: "short" } },
  { itemId: "1100000004", options: { color: "white", height: "short" }, available: false },
]);
const mug = product("1000000002", "Mug", [
  { itemId: "1200000001", options: { volume: "300ml", "made of": "clay" } },
  { itemId: "1200000002", options: { volume: "500ml", "made of": "clay" } },
]);
const rug = product("1000000003", "Wool Rug", [
  { itemId: "1300000001", options: { size: "M" } },
  { itemId: "1300000002", options: { size: "L" } },
  { itemId: "1300000003", options: { size: "L" } },
]);

export const sampleShop: ShopView = {
  customer: {
    id: "ada_byron_1815",
    firstName: "Ada",
    lastName: "Byron",
    email: "ada.byron1815@example.com",
    address: home,
    paymentMethods: [
      { id: "paypal_1111111", source: "paypal" },
      { id: "credit_card_2222222", source: "credit_card" },
      { id: "gift_card_3333333", source: "gift_card", balanceCents: 2500 },
    ],
  },
  orders: [
    order("#W1000001", "pending", home, [held(lamp, "1100000001"), held(mug, "1200000001")]),
    order("#W2000002", "pending", office, [held(rug, "1300000001")]),
    order("#W3000003", "delivered", home, [
      held(lamp, "1100000001"),
      held(lamp, "1100000002"),
      held(mug, "1200000001"),
      held(mug, "1200000001"),
      held(rug, "1300000001"),
    ]),
    order("#W4000004", "delivered", home, [held(lamp, "1100000003"), held(mug, "1200000002")]),
    order("#W5000005", "processed", office, [held(mug, "1200000001")]),
  ],
  products: Object.fromEntries([lamp, mug, rug].map((each) => [each.id, each])),
};

type VariantSketch = { itemId: string; options: Record<string, string>; available?: boolean };

function product(id: string, name: string, variants: readonly VariantSketch[]): Product {
  const entries = variants.map(({ itemId, options, available }) => [
    itemId,
    { itemId, options, available: available ?? true, priceCents: 1000 },
  ]);
  return { id, name, variants: Object.fromEntries(entries) };
}

function held({ id, name, variants }: Product, itemId: string): OrderItem {
  return { name, productId: id, itemId, priceCents: 1000, options: variants[itemId]?.options ?? {} };
}

function order(id: string, status: string, address: Address, items: OrderItem[]): Order {
  const amountCents = items.reduce((sum, item) => sum + item.priceCents, 0);
  const payment = { transactionType: "payment" as const, amountCents, paymentMethodId: "paypal_1111111" };
  return { id, status, address, items, paymentHistory: [payment] };
}
