/**
 * Tells the customer that goods came back and what was refunded for them: one letter for a notice, whatever it names.
 *
 * Boundary: only where the shop has a mailbox. Nobody has written here, so there is no thread to answer in, and no language but the shop's own.
 * Invariant: a unit that an earlier notice named is not told of again.
 */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import { methodOf } from "../mail/facts-of-wish.ts";
import { writeLetter } from "../mail/letters/write-letter.ts";
import type { Settings } from "../settings.ts";
import { findUnit, type UnitEnd } from "./returned-unit.ts";

export async function tellOfGoods(
  run: Run,
  contracts: CustomerContracts,
  { currency, shopName }: Settings,
  { order, units }: { readonly order: ShopOrder; readonly units: readonly UnitEnd[] },
): Promise<void> {
  const told = units.filter(({ status, isMet }) => status === "refunded" && !isMet);
  const found = told.flatMap(({ unit }) => {
    const returned = findUnit(order, unit);
    return "why" in returned ? [] : [returned];
  });
  const [first] = found;
  if (contracts.letter === null || first === undefined) return;
  const customer = await run.do(contracts.read.customer, { id: order.customerId });
  if (customer === null) return;
  const amountCents = told.reduce((sum, each) => sum + each.amountCents, 0);
  const method = methodOf({ customer }, first.paymentMethodId);
  const items = found.map(({ name }) => name);
  const letter = writeLetter(
    [{ kind: "goods back", orderId: order.id, items, payment: { kind: "refund", amountCents, method } }],
    { language: "en", currency, shopName, firstName: customer.firstName },
  );
  await run.do(contracts.letter, {
    to: customer.email,
    customerId: customer.id,
    answers: [order.id, ...told.map(({ unit }) => unit)].join(" "),
    purpose: "goods back",
    number: 1,
    ...letter,
    thread: null,
  });
}
