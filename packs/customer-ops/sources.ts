/** Where the pack's events come from beside webhooks: the shop's mailbox, the console's forms, and the clock. */
import { type Definition, form, imapMailbox, mailFolder, schedule, secret } from "praxis";
import { z } from "zod";
import { goodsSchema, ticketSchema } from "./processes/tickets.ts";
import type { IntakeSettings, Settings } from "./settings.ts";

/** Something to send in for a start: a title for the button, and what it fills in. */
export interface TicketExample {
  readonly title: string;
  readonly customer: string;
  readonly text: string;
}

/** @param examples of tickets, where the shop is there to be tried */
export function sources(settings: Settings, examples: readonly TicketExample[] = []): Definition[] {
  const { intake, zone } = settings;
  return [
    newTicketWith(examples),
    returnedGoods,
    schedule("weekly report", {
      title: "Weekly report, Mondays at 7",
      cron: "0 7 * * MON",
      timezone: zone,
      event: "WeekEnded",
    }),
    schedule("daily digest", {
      title: "Digest of new processes, every day at 7",
      cron: "0 7 * * *",
      timezone: zone,
      event: "DayEnded",
    }),
    ...(intake === null ? [] : [inbox(intake)]),
  ];
}

function inbox({ from, authenticatedBy }: IntakeSettings): Definition {
  const common = { title: "Customers' mail", ...(authenticatedBy === null ? {} : { authenticatedBy }) };
  return "folder" in from
    ? mailFolder("inbox", { ...common, ...from })
    : imapMailbox("inbox", { ...common, ...from, password: secret("IMAP_PASSWORD") });
}

const ticketFields = z.object({
  customer: ticketSchema.shape.customer.meta({
    title: "Customer",
    description: "a mail address, or the customer's id at the shop",
  }),
  text: z.string().min(1).max(20_000).meta({ title: "What the customer wrote" }),
});

function newTicketWith(examples: readonly TicketExample[]) {
  return form("new ticket", {
    title: "Write to the shop as a customer would",
    fields: examples.length === 0 ? ticketFields : ticketFields.meta({ examples: [...examples] }),
    event: "TicketReceived",
    subject: ({ customer }) => (customer.includes("@") ? [{ kind: "mail", value: customer }] : customer),
    csv: false,
  });
}

export const newTicket = newTicketWith([]);

/** What the warehouse counts, a parcel a line. The same unit twice is refunded once in any case. */
export const returnedGoods = form("returned goods", {
  title: "Goods that came back",
  fields: z.object({
    orderId: goodsSchema.shape.orderId.meta({ title: "Order" }),
    customer: goodsSchema.shape.customer.meta({ title: "Customer", description: "the customer's id at the shop" }),
    itemIds: z
      .string()
      .min(1)
      .max(2_000)
      .meta({ title: "Items", description: "their numbers, with spaces between; /2 behind one for its second piece" }),
  }),
  event: "GoodsArrived",
  about: ({ orderId }) => orderId,
  subject: ({ customer }) => customer,
});
