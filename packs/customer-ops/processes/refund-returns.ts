/**
 * Goods have come back: each unit of the return is refunded, once.
 *
 * Invariant: one effect a unit, and the unit is its intent. So a notice of {A}, then one of {A, B}, refunds A once, whichever comes first and
 * however often.
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

export function refundReturns(contracts: CustomerContracts, settings: Settings): Process {
  return process("refund returns", { on: "GoodsArrived", input: takenGoods }, async (run, taken) => {
    const arrival = { ...taken, id: taken.id ?? run.id, itemIds: itemIdsOf(taken.itemIds) };
    const order = await findOrder(run, contracts, arrival.orderId);
    if (order === null)
      return { notice: arrival.id, orderId: arrival.orderId, units: [], why: "there is no such order" };
    const { refundableCents } = await run.do(contracts.read.refundable, { orderId: order.id });
    const customer = await run.do(contracts.read.customer, { id: order.customerId });
    const units: UnitEnd[] = [];
    for (const unit of new Set(arrival.itemIds.map(unitName))) {
      const returned = findUnit(order, unit);
      units.push(
        "why" in returned
          ? { unit, status: "not refunded", why: returned.why, amountCents: 0, isMet: false }
          : await refundUnit(run, contracts, {
              order,
              unit,
              ...moneyOf(returned),
              limitCents: refundableCents,
              ...shownOf(customer, returned),
            }),
      );
    }
    await tellOfGoods(run, contracts, settings, { order, units });
    return { notice: arrival.id, orderId: order.id, units, why: "" };
  });
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
