/**
 * What a caller may ask for: the seven operations that write, with names and arguments exactly as in the shop's tools.json.
 *
 * Boundary: checks shape only. Whether a reason, an item or a method is acceptable is for the rules to say, in their order.
 */
import { z } from "zod";
import { addressSchema } from "./order.ts";

/** Chosen by the caller, derived from its idempotency key. */
export const operationIdSchema = z.string().min(1).max(200);

const id = z.string();
const ids = z.array(id);

const operations = {
  cancel_pending_order: z.object({ order_id: id, reason: z.string() }),
  modify_pending_order_address: addressSchema.extend({ order_id: id }),
  modify_user_address: addressSchema.extend({ user_id: id }),
  modify_pending_order_payment: z.object({ order_id: id, payment_method_id: id }),
  modify_pending_order_items: z.object({ order_id: id, item_ids: ids, new_item_ids: ids, payment_method_id: id }),
  return_delivered_order_items: z.object({ order_id: id, item_ids: ids, payment_method_id: id }),
  exchange_delivered_order_items: z.object({ order_id: id, item_ids: ids, new_item_ids: ids, payment_method_id: id }),
};

type Operations = typeof operations;
export type OperationName = keyof Operations;
export type ArgumentsOf<Name extends OperationName> = z.infer<Operations[Name]>;

const request = <Name extends OperationName>(name: Name) =>
  z.object({ operation: z.literal(name), arguments: operations[name] });

export const operationRequestSchema = z.discriminatedUnion("operation", [
  request("cancel_pending_order"),
  request("modify_pending_order_address"),
  request("modify_user_address"),
  request("modify_pending_order_payment"),
  request("modify_pending_order_items"),
  request("return_delivered_order_items"),
  request("exchange_delivered_order_items"),
]);
export type OperationRequest = z.infer<typeof operationRequestSchema>;
