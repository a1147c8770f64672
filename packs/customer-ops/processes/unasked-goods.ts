/**
 * Goods that nobody has asked to return, or that the shop does not know: a person is asked, so that no parcel is forgotten.
 *
 * Invariants: nothing is paid for a unit whose return is not open at the shop. "Refund" opens it there by the customer's own way, with all of its
 * policies, and what cannot be opened is asked about again. What is kept noted is looked after until the return is open, or asked about again.
 */
import { decision, type Run } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopCustomer, ShopOrder } from "../contracts/reads.ts";
import { accountAgeDays, carryOutWish } from "./carry-out-wish.ts";
import { findOrder } from "./find-order.ts";
import { readShopOf } from "./read-shop-view.ts";
import { findUnit, itemOf } from "./returned-unit.ts";

const lookEveryMs = 3_600_000;
const looksAtMost = (7 * 24 * 3_600_000) / lookEveryMs;

export const unaskedGoods = decision("goods that nobody asked to return", {
  input: z.object({
    orderId: z.string(),
    customer: z.string(),
    /** Names of the items. */
    items: z.array(z.string()),
    /** What came of the last answer. */
    why: z.string(),
  }),
  answer: z.enum(["refund as a return now", "keep noted until the customer asks", "it was a mistake"]),
  question: ({ orderId, customer, items }) =>
    `A parcel came for order ${orderId} of ${customer}, and nobody has asked to return what is in it: ${items.join(", ")}. What shall be done?`,
  why: ({ why }) => [why],
});

export const unknownGoods = decision("goods that the shop does not know", {
  input: z.object({ orderId: z.string(), customer: z.string(), items: z.array(z.string()), why: z.string() }),
  answer: z.enum(["entered again with the right numbers", "it was a mistake"]),
  question: ({ orderId, customer, items }) =>
    `A parcel came for order ${orderId}, with ${items.join(", ")}, which the shop does not know; the notice names ${customer} as the customer. Nothing is refunded for it. What was done?`,
  why: ({ why }) => [why],
});

export interface Parcel {
  readonly orderId: string;
  readonly customer: string;
}

/** @param why the order or the units are not known. @returns what became of it, in words */
export async function askOfUnknown(
  run: Run,
  { orderId, customer }: Parcel,
  { units, why }: { readonly units: readonly string[]; readonly why: string },
): Promise<string> {
  const said = await run.decide(unknownGoods, { orderId, customer, items: [...units], why });
  return said.status === "answered" ? `${why}: ${said.answer}` : `${why}: nobody could say what to do`;
}

/** What nobody has asked to return so far: these units may be looked at again, or this is why they are not refunded. */
export type Seen =
  | { readonly status: "look again"; readonly why: string }
  | { readonly status: "closed"; readonly why: string };

/** @param why it is asked: that nobody has asked to return them, or what came of the last answer */
export async function askOfUnasked(
  run: Run,
  contracts: CustomerContracts,
  about: {
    readonly order: ShopOrder;
    readonly customer: ShopCustomer | null;
    readonly units: readonly string[];
    readonly why: string;
  },
): Promise<Seen> {
  const { order, customer, units, why } = about;
  const called = customer === null ? order.customerId : `${customer.firstName} ${customer.lastName}`;
  const items = units.map((unit) => itemOf(order, unit)?.name ?? unit);
  const said = await run.decide(unaskedGoods, { orderId: order.id, customer: called, items, why });
  // Where nobody can say, the parcel is there all the same.
  const answer = said.status === "declined" ? "keep noted until the customer asks" : said.answer;
  if (answer === "it was a mistake")
    return { status: "closed", why: "nobody has asked to return it: it was a mistake" };
  if (answer === "keep noted until the customer asks") return keepNoted(run, contracts, { order, units });
  return openReturn(run, contracts, { customer, orderId: order.id, units });
}

/** Whoever asks for the return need not know of the parcel: it is the parcel that looks for the return. */
async function keepNoted(
  run: Run,
  contracts: CustomerContracts,
  { order, units }: { readonly order: ShopOrder; readonly units: readonly string[] },
): Promise<Seen> {
  for (let look = 0; look < looksAtMost; look += 1) {
    const now = await findOrder(run, contracts, order.id);
    if (now !== null && units.some((unit) => !("why" in findUnit(now, unit)))) break;
    await run.sleep(lookEveryMs);
  }
  return { status: "look again", why: "it was kept noted, and the customer has not asked to return it" };
}

async function openReturn(
  run: Run,
  contracts: CustomerContracts,
  { customer, orderId, units }: { customer: ShopCustomer | null; orderId: string; units: readonly string[] },
): Promise<Seen> {
  // The question may have stood for long: whoever asked for the return meanwhile opened it.
  const order = await findOrder(run, contracts, orderId);
  if (order === null || units.some((unit) => !("why" in findUnit(order, unit))))
    return { status: "look again", why: "a return of some of it was asked for meanwhile, and not of this" };
  const paidBy = order.paymentHistory[0]?.paymentMethodId;
  if (customer === null || paidBy === undefined)
    return {
      status: "look again",
      why: "the shop does not say who ordered it, or what paid for it: no return can be opened",
    };
  const shop = await readShopOf(run, contracts, customer);
  const end = await carryOutWish(
    run,
    contracts,
    { customerId: customer.id, sender: "verified", accountAgeDays: accountAgeDays(shop.orders, run.now()) },
    {
      name: "return_delivered_order_items",
      arguments: {
        order_id: order.id,
        item_ids: units.map((unit) => itemOf(order, unit)?.itemId ?? unit),
        payment_method_id: paidBy,
      },
    },
    shop,
  );
  return {
    status: "look again",
    why: end.status === "done" ? "its return is open" : `its return was not opened: ${end.why}`,
  };
}
