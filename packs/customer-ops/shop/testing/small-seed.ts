/** A shop of one screen: two customers, one of whom has every kind of payment method, and an order in every state. */
import type { Seed } from "../seed/seed-files.ts";

const address = {
  address1: "1 Main Street",
  address2: "",
  city: "Springfield",
  state: "IL",
  country: "USA",
  zip: "62701",
};

const mug = (item_id: string, color: string, price: number, available = true) => ({
  item_id,
  price,
  available,
  options: { color },
});

const mugs = [
  mug("mug_red", "red", 10.1),
  mug("mug_blue", "blue", 12.35),
  mug("mug_gold", "gold", 99, false),
  mug("mug_grey", "grey", 8),
];

const line = (item_id: string, color: string, price: number) => ({
  name: "Mug",
  product_id: "mug",
  item_id,
  price,
  options: { color },
});

const payment = (amount: number, payment_method_id: string) => ({
  transaction_type: "payment",
  amount,
  payment_method_id,
});

const order = (order_id: string, status: string, method: string, items = [line("mug_red", "red", 10.1)]) => ({
  order_id,
  user_id: "ann_lee_1",
  address,
  items,
  fulfillments: [],
  status,
  payment_history: [
    payment(
      items.reduce((sum, { price }) => sum + price, 0),
      method,
    ),
  ],
});

const orders = [
  order("#W1", "pending", "credit_card_1"),
  order("#W2", "delivered", "paypal_1"),
  order("#W3", "processed", "credit_card_1"),
  order("#W4", "pending", "gift_card_1", [
    line("mug_red", "red", 10.1),
    line("mug_red", "red", 10.1),
    line("mug_blue", "blue", 12.35),
  ]),
];

export const smallSeed: Seed = {
  users: {
    ann_lee_1: {
      name: { first_name: "Ann", last_name: "Lee" },
      address,
      email: "ann@example.com",
      payment_methods: {
        credit_card_1: { source: "credit_card", id: "credit_card_1", brand: "visa", last_four: "1111" },
        paypal_1: { source: "paypal", id: "paypal_1" },
        gift_card_1: { source: "gift_card", id: "gift_card_1", balance: 5 },
        gift_card_2: { source: "gift_card", id: "gift_card_2", balance: 500 },
      },
      orders: orders.map(({ order_id }) => order_id),
    },
    bob_ray_2: {
      name: { first_name: "Bob", last_name: "Ray" },
      address,
      email: "bob@example.com",
      payment_methods: { paypal_2: { source: "paypal", id: "paypal_2" } },
      orders: [],
    },
  },
  orders: Object.fromEntries(orders.map((each) => [each.order_id, each])),
  products: {
    mug: { product_id: "mug", name: "Mug", variants: Object.fromEntries(mugs.map((each) => [each.item_id, each])) },
    bowl: { product_id: "bowl", name: "Bowl", variants: { bowl_red: mug("bowl_red", "red", 20) } },
  },
};
