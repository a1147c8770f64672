/** Thirty orders of the sample shop: who bought what, how it was paid, and how far it has come. */
import { soldItem } from "./catalogue.ts";
import { type SampleAddress, sampleCustomers } from "./customers.ts";

type Status = "pending" | "processed" | "delivered" | "cancelled";
type Sketch = readonly [id: string, customer: string, status: Status, method: string, items: readonly string[]];

const sketches: readonly Sketch[] = [
  ["#W7001001", "nora_whitfield", "pending", "paypal_5100001", ["4110000001", "4150000001"]],
  ["#W7001002", "nora_whitfield", "delivered", "paypal_5100001", ["4120000001", "4180000001", "4180000001"]],
  ["#W7001003", "nora_whitfield", "processed", "paypal_5100001", ["4190000001"]],
  ["#W7002001", "tomas_berg", "pending", "credit_card_5200001", ["4130000001"]],
  ["#W7002002", "tomas_berg", "delivered", "credit_card_5200001", ["4160000001", "4140000001"]],
  ["#W7002003", "tomas_berg", "delivered", "gift_card_5200002", ["4180000002"]],
  ["#W7003001", "imani_okafor", "pending", "paypal_5300001", ["4120000004"]],
  ["#W7003002", "imani_okafor", "delivered", "paypal_5300001", ["4110000003", "4200000001"]],
  ["#W7004001", "lucien_moreau", "pending", "credit_card_5400001", ["4160000003", "4150000002"]],
  ["#W7004002", "lucien_moreau", "processed", "credit_card_5400001", ["4170000003"]],
  ["#W7005001", "priya_raman", "pending", "credit_card_5500001", ["4170000002", "4170000002"]],
  ["#W7005002", "priya_raman", "pending", "paypal_5500002", ["4190000002", "4140000002"]],
  ["#W7005003", "priya_raman", "delivered", "credit_card_5500001", ["4130000002"]],
  ["#W7006001", "walter_dunn", "pending", "paypal_5600001", ["4200000002"]],
  ["#W7006002", "walter_dunn", "delivered", "paypal_5600001", ["4160000002", "4150000003", "4180000003"]],
  ["#W7006003", "walter_dunn", "cancelled", "paypal_5600001", ["4110000002"]],
  ["#W7007001", "sofie_lindqvist", "pending", "credit_card_5700001", ["4120000002", "4180000001"]],
  ["#W7007002", "sofie_lindqvist", "delivered", "gift_card_5700002", ["4140000003"]],
  ["#W7008001", "diego_salazar", "pending", "paypal_5800001", ["4130000003"]],
  ["#W7008002", "diego_salazar", "delivered", "paypal_5800001", ["4110000002", "4190000001"]],
  ["#W7008003", "diego_salazar", "processed", "paypal_5800001", ["4150000001", "4150000002"]],
  ["#W7009001", "hannah_kim", "pending", "credit_card_5900001", ["4200000003", "4180000002"]],
  ["#W7009002", "hannah_kim", "delivered", "paypal_5900002", ["4120000003"]],
  ["#W7010001", "gareth_pugh", "pending", "credit_card_6000001", ["4170000001"]],
  ["#W7010002", "gareth_pugh", "delivered", "credit_card_6000001", ["4160000001"]],
  ["#W7011001", "maya_stern", "pending", "paypal_6100001", ["4110000003"]],
  ["#W7011002", "maya_stern", "delivered", "paypal_6100001", ["4120000002", "4130000001", "4150000001"]],
  ["#W7011003", "maya_stern", "processed", "gift_card_6100002", ["4180000003"]],
  ["#W7012001", "oleg_petrov", "pending", "credit_card_6200001", ["4190000001", "4140000001"]],
  ["#W7012002", "oleg_petrov", "delivered", "credit_card_6200001", ["4200000001"]],
];

export const sampleOrders = Object.fromEntries(sketches.map((sketch) => [sketch[0], order(sketch)]));

function order([order_id, user_id, status, payment_method_id, itemIds]: Sketch) {
  const items = itemIds.map(soldItem);
  // In cents, for a sum of dollars is not a whole number of cents.
  const amount = items.reduce((cents, { price }) => cents + Math.round(price * 100), 0) / 100;
  const payment = { transaction_type: "payment", amount, payment_method_id };
  return {
    order_id,
    user_id,
    address: addressOf(user_id),
    items,
    fulfillments: status === "delivered" ? [{ tracking_id: [order_id.slice(2)], item_ids: [...itemIds] }] : [],
    status,
    payment_history: status === "cancelled" ? [payment, { ...payment, transaction_type: "refund" }] : [payment],
  };
}

function addressOf(customer: string): SampleAddress {
  const found = sampleCustomers[customer];
  if (found === undefined) throw new TypeError(`the sample has no customer ${customer}`);
  return found.address;
}

export function orderIdsOf(customer: string): string[] {
  return sketches.filter((sketch) => sketch[1] === customer).map(([id]) => id);
}
