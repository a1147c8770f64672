/**
 * Goods have come back: each unit of the return is refunded, once.
 *
 * Invariant: one effect a unit, and the unit is its intent. So a notice of {A}, then one of {A, B}, refunds A once, whichever comes first and
 * however often.
 */
import { type Process, process, type Run, whyNot } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import { goodsSchema } from "./tickets.ts";

interface UnitEnd {
  readonly unit: string;
  readonly status: "refunded" | "not refunded";
  readonly why: string;
}

export function refundReturns(contracts: CustomerContracts): Process {
  return process("refund returns", { on: "GoodsArrived", input: goodsSchema }, async (run, arrival) => {
    const order = await run.do(contracts.read.order, { id: arrival.orderId });
    if (order === null)
      return { notice: arrival.id, orderId: arrival.orderId, units: [], why: "there is no such order" };
    const { refundableCents } = await run.do(contracts.read.refundable, { orderId: order.id });
    const units: UnitEnd[] = [];
    for (const unit of new Set(arrival.itemIds.map(unitName))) {
      const returned = findUnit(order, unit);
      units.push(
        "why" in returned
          ? { unit, status: "not refunded", why: returned.why }
          : await refundUnit(run, contracts, { order, unit, ...returned, limitCents: refundableCents }),
      );
    }
    return { notice: arrival.id, orderId: order.id, units, why: "" };
  });
}

/** The first piece may be named with or without its number. */
function unitName(unit: string): string {
  return unit.replace(/\/1$/, "");
}

function findUnit(order: ShopOrder, unit: string): { amountCents: number; paymentMethodId: string } | { why: string } {
  const [itemId = "", piece = "1"] = unit.split("/");
  const requested = order.return?.itemIds.filter((id) => id === itemId).length ?? 0;
  if (order.return === undefined || !(Number(piece) >= 1 && Number(piece) <= requested)) {
    return { why: "nobody has asked to return it" };
  }
  const item = order.items.filter((each) => each.itemId === itemId)[Number(piece) - 1];
  return item === undefined
    ? { why: "the order does not hold it" }
    : { amountCents: item.priceCents, paymentMethodId: order.return.paymentMethodId };
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
  },
): Promise<UnitEnd> {
  const wish = { ...money, orderId: order.id, customerId: order.customerId, of: { kind: "unit", unit } as const };
  const refunded = await run.do(payments.refund, wish);
  return refunded.status === "succeeded"
    ? { unit, status: "refunded", why: "" }
    : { unit, status: "not refunded", why: whyNot(refunded) };
}
