/**
 * An operation in one sentence, for whoever is asked about it: with names and money, where these are known.
 *
 * Invariant: it says what the arguments say, and nothing more; an id without a name is shown as it is.
 */
import { formatMoney } from "praxis";
import { countedNames, type Named, nothingNamed } from "./named.ts";
import type { Operation } from "./operation.ts";

type Arguments<N extends Operation["name"]> = Extract<Operation, { name: N }>["arguments"];

export function describeOperation(
  { name, arguments: wish }: Operation,
  named: Named = nothingNamed,
  currency = "",
): string {
  const who = named.customer === "" ? "" : ` of ${named.customer}`;
  const money = (cents: number): string => formatMoney(cents, currency);
  const over = (id: string): string => named.methods[id] ?? id;
  switch (name) {
    case "cancel_pending_order": {
      const cents = named.order.reduce((sum, id) => sum + (named.items[id]?.cents ?? 0), 0);
      const holds =
        named.order.length === 0
          ? ""
          : ` (${countedNames(named.order.map((id) => plain(id, named)))}, ${money(cents)})`;
      return `Cancel order ${wish.order_id}${who}${holds}: ${wish.reason}`;
    }
    case "modify_pending_order_address":
      return `Change the address of order ${wish.order_id}${who} to ${describeAddress(wish)}`;
    case "modify_user_address":
      return `Change the address of ${named.customer || wish.user_id} for future orders to ${describeAddress(wish)}`;
    case "modify_pending_order_payment":
      return `Change the payment of order ${wish.order_id}${who} to ${over(wish.payment_method_id)}`;
    case "modify_pending_order_items":
      return `In order ${wish.order_id}${who}, change ${describeSwap(wish, named)}; ${difference(wish, named, money)} ${over(wish.payment_method_id)}`;
    case "return_delivered_order_items": {
      const cents = wish.item_ids.reduce((sum, id) => sum + (named.items[id]?.cents ?? 0), 0);
      const worth = wish.item_ids.every((id) => named.items[id] !== undefined) ? ` (${money(cents)})` : "";
      const items = countedNames(wish.item_ids.map((id) => nameOf(id, named)));
      return `Accept the return of ${items}${worth} from order ${wish.order_id}${who}; the refund goes to ${over(wish.payment_method_id)} once the goods are here`;
    }
    case "exchange_delivered_order_items":
      return `Accept the exchange of ${describeSwap(wish, named)}, from order ${wish.order_id}${who}; ${difference(wish, named, money)} ${over(wish.payment_method_id)}`;
  }
}

function nameOf(id: string, { items }: Named): string {
  return items[id]?.name ?? id;
}

/** Without its options, where the whole order is meant. */
function plain(id: string, named: Named): string {
  return nameOf(id, named).replace(/ \([^()]*\)$/, "");
}

function describeAddress({
  address1,
  address2,
  city,
  state,
  zip,
  country,
}: Omit<Arguments<"modify_user_address">, "user_id">): string {
  return [address1, address2, city, `${state} ${zip}`, country].filter((part) => part.trim() !== "").join(", ");
}

type Swap = Arguments<"exchange_delivered_order_items">;

function describeSwap({ item_ids: from, new_item_ids: to }: Swap, named: Named): string {
  return from
    .map((item, at) => {
      const next = to[at];
      if (next === item) return `${nameOf(item, named)} for another of the same`;
      return `${nameOf(item, named)} for ${next === undefined ? "nothing" : nameOf(next, named)}`;
    })
    .join(", ");
}

/** "10.00 € more is charged to"; without prices, only how it would be paid. */
function difference(
  { item_ids: from, new_item_ids: to }: Swap,
  { items }: Named,
  money: (cents: number) => string,
): string {
  const prices = [...from, ...to].map((id) => items[id]?.cents);
  if (prices.includes(undefined)) return "any difference in price over";
  const sum = (ids: readonly string[]): number => ids.reduce((cents, id) => cents + (items[id]?.cents ?? 0), 0);
  const cents = sum(to) - sum(from);
  if (cents === 0) return "at the same price; paid with";
  return cents > 0 ? `${money(cents)} more is charged to` : `${money(-cents)} goes back to`;
}
