/**
 * What can be done for a customer: the shop's seven operations, with names and arguments as in its tools.json.
 *
 * Boundary: shape only. What the shop's rules allow is for the shop to say, so that a refusal comes from one place.
 * Invariant: two operations that leave the same behind are equal once `canonicalOperation` has read them.
 */
import { z } from "zod";

const id = z.string().min(1);
const ids = z.array(id).min(1);
const address = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});
const swap = z.object({ order_id: id, item_ids: ids, new_item_ids: ids, payment_method_id: id });

export const operationSchema = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("cancel_pending_order"),
    arguments: z.object({ order_id: id, reason: z.string().describe("no longer needed, or ordered by mistake") }),
  }),
  z.object({ name: z.literal("modify_pending_order_address"), arguments: address.extend({ order_id: id }) }),
  z.object({ name: z.literal("modify_user_address"), arguments: address.extend({ user_id: id }) }),
  z.object({
    name: z.literal("modify_pending_order_payment"),
    arguments: z.object({ order_id: id, payment_method_id: id }),
  }),
  z.object({ name: z.literal("modify_pending_order_items"), arguments: swap }),
  z.object({
    name: z.literal("return_delivered_order_items"),
    arguments: z.object({ order_id: id, item_ids: ids, payment_method_id: id }),
  }),
  z.object({ name: z.literal("exchange_delivered_order_items"), arguments: swap }),
]);
export type Operation = z.infer<typeof operationSchema>;

export const operationNames: readonly Operation["name"][] = operationSchema.options.map(
  ({ shape }) => shape.name.value,
);

/** What an operation changes: an order, or a customer. */
export function targetOf(operation: Operation): { readonly of: "order" | "customer"; readonly id: string } {
  return operation.name === "modify_user_address"
    ? { of: "customer", id: operation.arguments.user_id }
    : { of: "order", id: operation.arguments.order_id };
}

/** The same operation on an order that the shop knows by another form of its number. */
export function onOrder(operation: Operation, orderId: string): Operation {
  return operation.name === "modify_user_address"
    ? operation
    : operationSchema.parse({ ...operation, arguments: { ...operation.arguments, order_id: orderId } });
}

/** The same whichever order the customer named the items in. Items of one id keep their sequence: each has a new one of its own. */
export function canonicalOperation(operation: Operation): Operation {
  switch (operation.name) {
    case "return_delivered_order_items":
      return { ...operation, arguments: { ...operation.arguments, item_ids: operation.arguments.item_ids.toSorted() } };
    case "modify_pending_order_items":
      return { ...operation, arguments: sortedSwap(operation.arguments) };
    case "exchange_delivered_order_items":
      return { ...operation, arguments: sortedSwap(operation.arguments) };
    default:
      return operation;
  }
}

function sortedSwap(wish: z.infer<typeof swap>): z.infer<typeof swap> {
  const { item_ids: from, new_item_ids: to } = wish;
  // Lists of different lengths are the shop's to refuse.
  if (from.length !== to.length) return wish;
  const sequence = from.map((_, at) => at).toSorted((one, other) => compare(from[one], from[other]) || one - other);
  return {
    ...wish,
    item_ids: sequence.flatMap((at) => from[at] ?? []),
    new_item_ids: sequence.flatMap((at) => to[at] ?? []),
  };
}

function compare(one = "", other = ""): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
