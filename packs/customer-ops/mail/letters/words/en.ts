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
    modify_pending_order_address: (order) => `Your order ${order} goes to the new address.`,
    modify_user_address: () => "Your new address is noted for your future orders.",
    modify_pending_order_payment: (order) => `Your order ${order} is now paid in the other way.`,
    modify_pending_order_items: (order, items) => `Your order ${order} is changed: you get ${items}.`,
    return_delivered_order_items: (order, items) =>
      `You can send ${items} of your order ${order} back to us. Put the order's number into the parcel. We refund it when it is here.`,
    exchange_delivered_order_items: (order, items) =>
      `The exchange for your order ${order} is noted: you get ${items}. Please send the goods back, with the order's number in the parcel.`,
  },
  wish: {
    cancel_pending_order: (order) => `cancel your order ${order}`,
    modify_pending_order_address: (order) => `send your order ${order} to another address`,
    modify_user_address: () => "change your address",
    modify_pending_order_payment: (order) => `change the payment of your order ${order}`,
    modify_pending_order_items: (order) => `change the items of your order ${order}`,
    return_delivered_order_items: (order) => `take back goods of your order ${order}`,
    exchange_delivered_order_items: (order) => `exchange goods of your order ${order}`,
  },
  refunded: (amount, method) => `${amount} goes back to ${method}. It can take a few days until you see it.`,
  charged: (amount, method) => `${amount} was charged to ${method}.`,
  refused: (wish, why) => `We could not ${wish}. ${why}`,
  notYet: (wish) => `We could not ${wish} yet. A colleague looks at it and writes to you.`,
  already: (wish) => `You asked us to ${wish}. That is done already; nothing was done twice.`,
  why: new Map(
    Object.entries({
      order_not_found: "We have no order of this number in your account; please look it up in your confirmation.",
      "own orders": "We have no order of this number in your account; please look it up in your confirmation.",
      order_not_pending:
        "It has left us, or is about to, so it can be neither changed nor cancelled. You can send it back once it is with you.",
      order_not_delivered: "Only what has been delivered, and has no return or exchange under way, can be sent back.",
      "one open return per unit": "A return or an exchange of it is under way already.",
      order_held: "Another of your requests for this order is still being worked on; please ask again afterwards.",
      customer_not_found: "We found no such account.",
      payment_method_not_found: "This payment method is not in your account; please add it first.",
      payment_method_unchanged: "The order is already paid in this way.",
      payment_method_not_allowed: "A refund goes to the method that paid, or to one of your gift cards.",
      gift_card_balance_too_low: "The balance of the gift card is too low; please choose another method.",
      history_not_one_payment: "The payment of this order was changed before, which is possible once.",
      item_not_in_order: "The order does not hold these items as often as you named them.",
      item_lists_differ: "Each item needs exactly one new one in its place.",
      variant_not_found: "An item can be swapped only for another version of the same product.",
      variant_not_available: "The version that you chose is sold out at present.",
    }),
  ),
  otherWhy: "The shop does not allow it.",
  whereabouts: {
    pending: "It is not sent yet. You get a message with the tracking number as soon as it leaves us.",
    processed: "It is packed and on its way to you.",
    other: "A colleague looks at it and writes to you.",
  },
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "not sent yet",
      processed: "on its way",
      delivered: "delivered",
      cancelled: "cancelled",
    }),
  ),
  whichOrder: "Which of your orders do you mean?",
  orderNotFound: "We have no order of the number that you wrote in your account. Do you mean one of these?",
  noOrderFits: "We found no order in your account for which this is possible. Which one do you mean?",
  answerWithNumber: "Please answer this mail with the order's number; we do the rest.",
  reminder: "A week ago we asked you which order you mean, and have not heard from you. These are your orders:",
  closed:
    "We have not heard from you, so we have changed nothing and close your request. You can write to us at any time, and we start again.",
  handedOver: "Thank you for writing. A colleague reads your letter and answers you.",
  nothingToDo: "Thank you for writing. There was nothing that we had to change.",
  unknownCustomer: "We found no account for your mail address. Please write to us from the address that you shop with.",
  goodsBack: (order, items) => `${items} of your order ${order} came back to us. Thank you for sending it.`,
  subject: (order) => (order === null ? "Your request" : `Your order ${order}`),
};
