/**
 * Goods have come back: each unit of the return is refunded, once.
 *
 * Invariants:
 * 1. One effect a unit, and the unit is its intent. So a notice of {A}, then one of {A, B}, refunds A once, whichever comes first and however often.
 * 2. A unit is refunded only while the shop has a return of it open. What came without one is a question to a person (unasked-goods.ts).
 */
import { type Process, process, type Run, whyNot } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { namesFor } from "../contracts/named.ts";
import type { ShopCustomer, ShopOrder } from "../contracts/reads.ts";
import type { Settings } from "../settings.ts";
import { findOrder } from "./find-order.ts";
import { findUnit, type UnitEnd, unitName } from "./returned-unit.ts";
import { tellOfGoods } from "./tell-of-goods.ts";
import { takenGoods } from "./tickets.ts";
import { askOfUnasked, askOfUnknown, type Parcel } from "./unasked-goods.ts";

export function refundReturns(contracts: CustomerContracts, settings: Settings): Process {
  return process("refund returns", { on: "GoodsArrived", input: takenGoods }, async (run, taken) => {
    const arrival = { ...taken, id: taken.id ?? run.id, itemIds: itemIdsOf(taken.itemIds) };
    const named = [...new Set(arrival.itemIds.map(unitName))];
    const order = await findOrder(run, contracts, arrival.orderId);
    if (order === null) {
      const why = await askOfUnknown(run, arrival, { units: named, why: "there is no such order" });
      return { notice: arrival.id, orderId: arrival.orderId, units: [], why };
    }
    const units = await refundUnits(run, contracts, settings, { order, units: named, arrival });
    return { notice: arrival.id, orderId: order.id, units, why: "" };
  });
}

/** Each is refunded as soon as its return is open; a person is asked about the others. */
async function refundUnits(
  run: Run,
  contracts: CustomerContracts,
  settings: Settings,
  found: { readonly order: ShopOrder; readonly units: readonly string[]; readonly arrival: Parcel },
): Promise<UnitEnd[]> {
  const ends: UnitEnd[] = [];
  let { order, units: left } = found;
  let why = "nobody has asked to return it";
  for (;;) {
    const of = Map.groupBy(left, (unit) => whyNotReturned(order, unit));
    const customer = await run.do(contracts.read.customer, { id: order.customerId });
    const refunded = await refundOpen(run, contracts, { order, customer, units: of.get("open") ?? [] });
    await tellOfGoods(run, contracts, settings, { order, units: refunded });
    const unknown = of.get("order") ?? [];
    ends.push(...refunded);
    if (unknown.length > 0)
      ends.push(...unknown.map(notRefunded(await askOfUnknown(run, found.arrival, { units: unknown, why: notHeld }))));
    left = of.get("return") ?? [];
    if (left.length === 0) return ends;
    const seen = await askOfUnasked(run, contracts, { order, customer, units: left, why });
    if (seen.status === "closed") return [...ends, ...left.map(notRefunded(seen.why))];
    why = seen.why;
    order = (await findOrder(run, contracts, order.id)) ?? order;
  }
}

const notHeld = "the order does not hold it";

function whyNotReturned(order: ShopOrder, unit: string): "open" | "order" | "return" {
  const returned = findUnit(order, unit);
  return "why" in returned ? returned.why : "open";
}

function notRefunded(why: string): (unit: string) => UnitEnd {
  return (unit) => ({ unit, status: "not refunded", why, amountCents: 0, isMet: false });
}

async function refundOpen(
  run: Run,
  contracts: CustomerContracts,
  { order, customer, units }: { order: ShopOrder; customer: ShopCustomer | null; units: readonly string[] },
): Promise<UnitEnd[]> {
  const ends: UnitEnd[] = [];
  if (units.length === 0) return ends;
  const { refundableCents: limitCents } = await run.do(contracts.read.refundable, { orderId: order.id });
  for (const unit of units) {
    const returned = findUnit(order, unit);
    if ("why" in returned) continue;
    const shown = shownOf(customer, returned);
    ends.push(await refundUnit(run, contracts, { order, unit, ...moneyOf(returned), limitCents, ...shown }));
  }
  return ends;
}

function itemIdsOf(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? given.split(/[\s,;]+/).filter((id) => id !== "") : given;
}

function moneyOf({ amountCents, paymentMethodId }: { readonly amountCents: number; readonly paymentMethodId: string }) {
  return { amountCents, paymentMethodId };
}

/** What a person reads, who is asked about it. */
function shownOf(customer: ShopCustomer | null, { name, paymentMethodId }: { name: string; paymentMethodId: string }) {
  const what = `for the returned ${name}`;
  if (customer === null) return { customer: "", method: "", what };
  const { methods, customer: called } = namesFor({ customer, orders: [], products: {} }, null);
  return { customer: called, method: methods[paymentMethodId] ?? "", what };
}

async function refundUnit(
  run: Run,
  { payments }: CustomerContracts,
  {
    order,
    unit,
    ...money
  }: {
    readonly order: ShopOrder;
    readonly unit: string;
    readonly amountCents: number;
    readonly paymentMethodId: string;
    readonly limitCents: number;
    readonly customer: string;
    readonly method: string;
    readonly what: string;
  },
): Promise<UnitEnd> {
  const wish = {
    ...money,
    orderId: order.id,
    customerId: order.customerId,
    of: { kind: "unit", unit } as const,
    preparedBy: "",
  };
  const refunded = await run.do(payments.refund, wish);
  return refunded.status === "succeeded"
    ? {
        unit,
        status: "refunded",
        why: "",
        amountCents: refunded.value.amountCents ?? wish.amountCents,
        isMet: refunded.run !== run.id,
      }
    : { unit, status: "not refunded", why: whyNot(refunded), amountCents: 0, isMet: false };
}
