/** English. */
import type { Words } from "./words.ts";

const of = (items: string): string => (items === "" ? "" : ` (${items})`);

export const english: Words = {
  greeting: (name) => `Hello ${name},`,
  strangersGreeting: "Hello,",
  farewell: "Kind regards",
  and: "and",
  method: { paypal: "your PayPal account", credit_card: "your credit card", gift_card: "your gift card" },
  anyMethod: "the way you paid",
  done: {
    cancel_pending_order: (order, items) => `Your order ${order}${of(items)} is cancelled.`,
    modify_pending_order_address: (order) => `We will send your order ${order} to the new address.`,
    modify_user_address: () => "Your new address is noted for your future orders.",
    modify_pending_order_payment: (order) => `The payment of your order ${order} is changed.`,
    modify_pending_order_items: (order, items) => `Your order ${order} is changed: you will get ${items}.`,
    return_delivered_order_items: (order, items) =>
      `You can send ${items} from your order ${order} back to us. Please put the order number into the parcel. We will refund you as soon as it is here.`,
    exchange_delivered_order_items: (order, items) =>
      `The exchange for your order ${order} is noted: you will get ${items}. Please send the old goods back to us, with the order number in the parcel.`,
  },
  wish: {
    cancel_pending_order: (order) => `cancel your order ${order}`,
    modify_pending_order_address: (order) => `send your order ${order} to another address`,
    modify_user_address: () => "change your address",
    modify_pending_order_payment: (order) => `change the payment of your order ${order}`,
    modify_pending_order_items: (order) => `change the items of your order ${order}`,
    return_delivered_order_items: (order) => `take back goods from your order ${order}`,
    exchange_delivered_order_items: (order) => `exchange goods from your order ${order}`,
  },
  refunded: (amount, method) => `${amount} goes back to ${method}. It can take a few days until you see it there.`,
  charged: (amount, method) => `${amount} was charged to ${method}.`,
  refused: (wish, why) => `We could not ${wish}. ${why}`,
  colleague: "a colleague",
  notYet: (wish) => `We have not been able to ${wish} so far; a colleague will look into it and write to you.`,
  lookInto: "We are not sure where it is; a colleague will look into it and write to you.",
  handedOver: "Thank you for writing to us. Your message is with a colleague, who will write to you.",
  already: (wish) => `You asked us to ${wish}. That is done already, so there was nothing more to do.`,
  why: new Map(
    Object.entries({
      order_not_found:
        "We could not find an order with this number in your account; please check the number in your order confirmation.",
      "own orders":
        "We could not find an order with this number in your account; please check the number in your order confirmation.",
      order_not_pending:
        "It has left us or is about to, so it can no longer be changed or cancelled. You can send it back to us once you have it.",
      order_not_delivered: "Only what has been delivered, and has no return or exchange under way, can be sent back.",
      "one open return per unit": "A return or an exchange of it is under way already.",
      order_held:
        "We are still working on another of your requests for this order; please ask again once that is done.",
      customer_not_found: "We found no such account.",
      payment_method_not_found: "This payment method is not in your account; please add it first.",
      payment_method_unchanged: "The order is already paid in this way.",
      payment_method_not_allowed: "A refund goes to the method that paid, or to one of your gift cards.",
      gift_card_balance_too_low: "The balance of the gift card is too low; please choose another method.",
      history_not_one_payment: "The payment of this order was changed before, which is possible once.",
      item_not_in_order: "The order does not contain as many of these items.",
      item_lists_differ: "We need exactly one new item for each one that you give back.",
      variant_not_found: "An item can be swapped only for another version of the same product.",
      variant_not_available: "The version that you chose is sold out at present.",
    }),
  ),
  otherWhy: "Our shop does not allow it in this case.",
  whereabouts: {
    pending: "It has not been sent yet.",
    processed: "It is packed and on its way to you.",
    delivered: "It was delivered.",
    cancelled: "It is cancelled.",
    "going back": "It was delivered, and a return or an exchange of it is under way.",
  },
  tracking: (numbers) => `Tracking number: ${numbers}.`,
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "not sent yet",
      processed: "on its way",
      delivered: "delivered",
      cancelled: "cancelled",
      "going back": "return or exchange under way",
    }),
  ),
  whichOrder: "Which of your orders do you mean?",
  orderNotFound: "We could not find an order with that number in your account. Do you mean one of these?",
  noOrderFits: "We could not find an order in your account for which this is possible. Which one do you mean?",
  answerWithNumber: "Please reply with the order number, and we will do the rest.",
  reminder: "A week ago we asked you which order you mean, and we have not heard from you yet. These are your orders:",
  closed:
    "We have not heard from you, so we have changed nothing and close your request. You are welcome to write to us again at any time.",
  unknownCustomer:
    "We could not find an account of yours. Please write to us from the mail address that you order with, and tell us your order number.",
  goodsBack: (order, items) => `We have received ${items} from your order ${order} back. Thank you.`,
  subject: (order) => (order === null ? "Your request" : `Your order ${order}`),
};
