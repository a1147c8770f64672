/** Where tickets and notices of goods come from: signed webhooks (Standard Webhooks). The shop that they belong to is the account. */
import { secret, source } from "praxis";
import { z } from "zod";

/** Shops have names; a world of the sandbox shop is one. */
const world = z
  .string()
  .regex(/^[\w.~-]{1,200}$/)
  .optional();

export const ticketSchema = z.object({
  id: z.string().min(1).max(200),
  /** The sender knows who wrote: a ticket comes from an authenticated customer. */
  customer: z.string().min(1).max(200),
  text: z.string().max(100_000),
  world,
});
export type Ticket = z.infer<typeof ticketSchema>;

/** A ticket as a process takes it: one that a person entered has no id of its own. */
export const takenTicket = ticketSchema.partial({ id: true });

export const goodsSchema = z.object({
  id: z.string().min(1).max(200),
  orderId: z.string().min(1),
  customer: z.string().min(1),
  /** The units that came back: an item's id; `id/2` for the second piece where the order holds several of one item. */
  itemIds: z.array(z.string().min(1)).min(1).max(1_000),
  world,
});

/** Goods as a process takes them: what a person entered has no id, and names its items in one line. */
export const takenGoods = goodsSchema.extend({
  id: goodsSchema.shape.id.optional(),
  itemIds: z.union([goodsSchema.shape.itemIds, z.string().min(1)]),
});

export const tickets = source("tickets", {
  scheme: "standard-webhooks",
  secrets: [secret("TICKETS_SECRET")],
  body: ticketSchema,
  event: "TicketReceived",
  account: (ticket) => ticket.world ?? "main",
  about: (ticket) => ticket.id,
  subject: (ticket) => ticket.customer,
});

export const goods = source("goods", {
  scheme: "standard-webhooks",
  secrets: [secret("GOODS_SECRET")],
  body: goodsSchema,
  event: "GoodsArrived",
  account: (arrival) => arrival.world ?? "main",
  about: (arrival) => arrival.orderId,
  subject: (arrival) => arrival.customer,
});
