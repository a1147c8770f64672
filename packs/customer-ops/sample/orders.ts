/**
 * The orders of the sample shop: who bought what, when, how it was paid, and how far it has come.
 *
 * Boundary: thirty that the day of `day.ts` plays with, and those that the letters in `mails/` are about; the two have no customer in common.
 */
import { soldItem } from "./catalogue.ts";
import { type SampleAddress, sampleCustomers } from "./customers.ts";
import { letterWriters } from "./letter-writers.ts";

type Status = "pending" | "processed" | "delivered" | "cancelled";
type Sketch = readonly [
  id: string,
  customer: string,
  status: Status,
  method: string,
  items: readonly string[],
  daysAgo?: number,
];

/** A customer whose first order is younger counts as new by default (policies/new-accounts.ts). */
const usualDaysAgo = 75;

const ofTheDay: readonly Sketch[] = [
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

const ofTheLetters: readonly Sketch[] = [
  ["#W7101001", "anna_keller", "pending", "paypal_6300001", ["4110000001"]],
  ["#W7101002", "anna_keller", "delivered", "paypal_6300001", ["4120000001", "4150000001"]],
  ["#W7101003", "anna_keller", "processed", "paypal_6300001", ["4180000002"]],
  ["#W7102001", "jonas_weber", "pending", "credit_card_6400001", ["4160000001"]],
  ["#W7102002", "jonas_weber", "delivered", "credit_card_6400001", ["4130000001"]],
  ["#W7103001", "claire_dubois", "pending", "credit_card_6500001", ["4120000003", "4180000003"]],
  ["#W7103002", "claire_dubois", "delivered", "credit_card_6500001", ["4110000003"]],
  ["#W7104001", "marta_ruiz", "pending", "paypal_6600001", ["4190000001"]],
  ["#W7104002", "marta_ruiz", "delivered", "paypal_6600001", ["4200000001", "4140000001"]],
  ["#W7105001", "piotr_nowak", "pending", "credit_card_6700001", ["4150000002"]],
  ["#W7105002", "piotr_nowak", "delivered", "credit_card_6700001", ["4160000002"]],
  ["#W7106001", "emily_hart", "pending", "paypal_6800001", ["4120000002"]],
  ["#W7106002", "emily_hart", "delivered", "paypal_6800001", ["4110000002", "4180000001"]],
  ["#W7106003", "emily_hart", "delivered", "paypal_6800001", ["4150000003"]],
  ["#W7107001", "samuel_osei", "pending", "credit_card_6900001", ["4130000003"]],
  ["#W7107002", "samuel_osei", "pending", "credit_card_6900001", ["4140000002", "4180000001"]],
  ["#W7107003", "samuel_osei", "delivered", "credit_card_6900001", ["4160000003"]],
  ["#W7108001", "ruth_abrams", "pending", "credit_card_7000001", ["4170000002", "4170000002"]],
  ["#W7108002", "ruth_abrams", "processed", "credit_card_7000001", ["4110000001"]],
  ["#W7108003", "ruth_abrams", "pending", "credit_card_7000001", ["4120000001"]],
  ["#W7109001", "ben_carver", "pending", "paypal_7100001", ["4200000002"]],
  ["#W7109002", "ben_carver", "pending", "paypal_7100001", ["4190000002"]],
  ["#W7109003", "ben_carver", "delivered", "paypal_7100001", ["4130000002"]],
  ["#W7110001", "leila_haddad", "pending", "credit_card_7200001", ["4120000001"]],
  ["#W7110002", "leila_haddad", "delivered", "credit_card_7200001", ["4110000001", "4140000003"]],
  ["#W7110003", "leila_haddad", "delivered", "credit_card_7200001", ["4120000003"]],
  ["#W7110004", "leila_haddad", "pending", "credit_card_7200001", ["4160000001"]],
  ["#W7111001", "owen_price", "pending", "credit_card_7300001", ["4150000001"]],
  ["#W7111002", "owen_price", "processed", "credit_card_7300001", ["4190000001"]],
  ["#W7111003", "owen_price", "delivered", "credit_card_7300001", ["4160000002", "4180000003"]],
  ["#W7112001", "grace_tanaka", "pending", "paypal_7400001", ["4140000001", "4150000001"]],
  ["#W7112002", "grace_tanaka", "delivered", "paypal_7400001", ["4120000004"]],
  ["#W7112003", "grace_tanaka", "processed", "paypal_7400001", ["4200000001"]],
  ["#W7113001", "theo_martin", "pending", "credit_card_7500001", ["4120000002", "4130000002"], 2],
  ["#W7114001", "ivy_collins", "pending", "paypal_7600001", ["4180000002"]],
  ["#W7114002", "ivy_collins", "delivered", "paypal_7600001", ["4110000003"]],
  ["#W7114003", "ivy_collins", "delivered", "paypal_7600001", ["4140000002"]],
];

const sketches = [...ofTheDay, ...ofTheLetters];

/** Of the day, for its summary counts their money alone. */
export const ordersOfTheDay: ReadonlySet<string> = new Set(ofTheDay.map(([id]) => id));

/** @param now milliseconds since 1970: orders were placed so and so long before */
export function sampleOrders(now: number) {
  return Object.fromEntries(sketches.map((sketch) => [sketch[0], order(sketch, now)]));
}

function order([order_id, user_id, status, payment_method_id, itemIds, daysAgo = usualDaysAgo]: Sketch, now: number) {
  const items = itemIds.map(soldItem);
  // In cents, for a sum of dollars is not a whole number of cents.
  const amount = items.reduce((cents, { price }) => cents + Math.round(price * 100), 0) / 100;
  const payment = { transaction_type: "payment", amount, payment_method_id };
  return {
    order_id,
    user_id,
    placed_at: new Date(now - daysAgo * 86_400_000).toISOString(),
    address: addressOf(user_id),
    items,
    fulfillments: status === "delivered" ? [{ tracking_id: [order_id.slice(2)], item_ids: [...itemIds] }] : [],
    status,
    payment_history: status === "cancelled" ? [payment, { ...payment, transaction_type: "refund" }] : [payment],
  };
}

function addressOf(customer: string): SampleAddress {
  const found = sampleCustomers[customer] ?? letterWriters[customer];
  if (found === undefined) throw new TypeError(`the sample has no customer ${customer}`);
  return found.address;
}

export function orderIdsOf(customer: string): string[] {
  return sketches.filter((sketch) => sketch[1] === customer).map(([id]) => id);
}
