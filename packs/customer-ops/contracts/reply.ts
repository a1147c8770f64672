/**
 * What the customer is told where there is no mail to answer, or no mailbox to answer from. It is recorded inside Praxis (T0), and shown there.
 *
 * Invariant: a template and its values make the text; nothing that a customer wrote is repeated in it.
 */
import { contract } from "praxis";
import { z } from "zod";

const wish = z.object({
  to: z.string(),
  ticket: z.string(),
  template: z.enum(["done", "refused", "not done", "handed over", "nothing to do", "unknown customer", "letter"]),
  /** What was wished for, in a sentence; of a letter: its text. */
  subject: z.string(),
  /** Of a refusal: the shop's code. */
  code: z.string().default(""),
});
export type Reply = z.input<typeof wish>;

export function replyContract() {
  return contract("replies.record", {
    tier: "T0",
    input: wish,
    output: z.object({ text: z.string() }),
    perform: (reply) => ({ text: textOf(reply) }),
  });
}

function textOf({ template, subject, code }: z.output<typeof wish>): string {
  switch (template) {
    case "done":
      return `Done: ${subject}.`;
    case "refused":
      return `We could not do this: ${subject}. ${explanations.get(code) ?? "The shop does not allow it."}`;
    case "not done":
      return `We could not do this yet: ${subject}. A colleague will look at it and write to you.`;
    case "handed over":
      return "We could not be sure what you wish. A colleague will write to you.";
    case "letter":
      return subject;
    case "nothing to do":
      return "Thank you for writing. There was nothing that we had to change.";
    case "unknown customer":
      return "We found no account for you. Please write from the address that you shop with.";
  }
}

/** By the shop's codes of refusal: what it means, and what the customer can do. */
const explanations = new Map(
  Object.entries({
    order_not_found: "We have no order of this number; please look it up in your confirmation.",
    order_not_pending: "The order is no longer waiting to be sent, so it can be neither changed nor cancelled.",
    order_not_delivered: "Only what has been delivered, and has no return or exchange under way, can be sent back.",
    order_held: "Another of your requests for this order is still being worked on; please ask again afterwards.",
    reason_not_accepted: "An order can be cancelled if it is no longer needed or was ordered by mistake.",
    customer_not_found: "We found no such account.",
    payment_method_not_found: "This payment method is not on your account; please add it first.",
    payment_method_unchanged: "The order is already paid with this method.",
    payment_method_not_allowed: "A refund goes to the method that paid, or to one of your gift cards.",
    gift_card_balance_too_low: "The balance of the gift card is too low; please choose another method.",
    history_not_one_payment: "The payment of this order has been changed before, which is possible once.",
    item_not_in_order: "The order does not hold these items as often as you named them.",
    item_lists_differ: "Each item needs exactly one new one in its place.",
    variant_not_found: "An item can be swapped only for another version of the same product.",
    variant_not_available: "The version that you chose is not available at present.",
  }),
);
