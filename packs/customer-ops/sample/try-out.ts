/** What somebody who has just opened the sample shop may send it: true of its orders, so that something comes of each. */
import type { TicketExample } from "../sources.ts";

export const ticketExamples: readonly TicketExample[] = [
  {
    title: "Cancel an order",
    customer: "nora.whitfield@example.com",
    text: "Cancel order #W7001001 because no longer needed.",
  },
  {
    title: "Pay with a gift card instead",
    customer: "sofie.lindqvist@example.com",
    text: "For #W7007001, change payment to gift_card_5700002.",
  },
  {
    title: "Something a person has to read",
    customer: "oleg_petrov",
    text: "Could you look into order #W7001003? A friend of mine waits for it and asked me to cancel it.",
  },
];

/** A line each, for whoever reads what the start says. */
export const tryOut: readonly string[] = [
  "Inbox: letters come in over the first minutes; the ones that rules cannot decide wait there for you",
  'Inbox, "Every kind", "Approval": what only needs a yes or a no',
  "New ticket: write to the shop as a customer would, or click one of the examples",
];
