/**
 * Regular tickets about the sample shop, at random, each with the wishes that it must yield.
 *
 * Boundary: the oracle of the property tests; it writes texts from wishes, and never reads one.
 */
import fc from "fast-check";
import type { Wish } from "../wish.ts";
import { office } from "./sample-shop.ts";

export type Sentence = { text: string; wishes: Wish[] };

const methodIds = ["paypal_1111111", "credit_card_2222222", "gift_card_3333333"];
const method = fc.constantFrom(...methodIds);
const reason = fc.constantFrom("no longer needed" as const, "ordered by mistake" as const);

const lampSwap = {
  text: "Lamp {'color': 'black', 'height': 'tall'} to {'color': 'white'}",
  from: "1100000001",
  to: "1100000002",
};
const mugSwap = {
  text: "Mug {'volume': '300ml', 'made of': 'clay'} to {'volume': '500ml'}",
  from: "1200000001",
  to: "1200000002",
};
const mugKept = { text: "Mug {'volume': '300ml', 'made of': 'clay'} to {}", from: "1200000001", to: "1200000001" };
const swaps = fc.constantFrom([lampSwap], [mugSwap], [lampSwap, mugKept], [mugSwap, lampSwap]);

const filler = fc
  .constantFrom(
    "Your name is Ada Byron and your zip code is 55101.",
    "Your name is Ada Byron and your email is ada.byron1815@example.com.",
    "You are polite, shy.",
  )
  .map((text): Sentence => ({ text, wishes: [] }));

function cancel(orderId: string) {
  return reason.map(
    (why): Sentence => ({
      text: `Cancel order ${orderId} because ${why}.`,
      wishes: [{ kind: "cancel", orderId, reason: why }],
    }),
  );
}

const modifyFirst = fc.tuple(swaps, method).map(
  ([chosen, paymentMethodId]): Sentence => ({
    text: `For #W1000001, modify ${chosen.map(({ text }) => text).join("; ")}; via ${paymentMethodId}.`,
    wishes: [
      {
        kind: "modify-items",
        orderId: "#W1000001",
        itemIds: chosen.map(({ from }) => from),
        newItemIds: chosen.map(({ to }) => to),
        paymentMethodId,
      },
    ],
  }),
);

const payFirst = method.map(
  (paymentMethodId): Sentence => ({
    text: `For #W1000001, change payment to ${paymentMethodId}.`,
    wishes: [{ kind: "modify-payment", orderId: "#W1000001", paymentMethodId }],
  }),
);

const addressLiteral =
  "{'order_id': '#W1000001', 'address1': \"9 King's Court\", 'address2': '', 'city': 'Duluth', " +
  "'country': 'USA', 'state': 'MN', 'zip': '55802'}";
const sendFirst = fc.constantFrom("", " (same as #W2000002)", " (same as #W5000005)").map(
  (source): Sentence => ({
    text: `For #W1000001, change address to ${addressLiteral}${source}.`,
    wishes: [{ kind: "modify-address", orderId: "#W1000001", address: office }],
  }),
);

const returnItems = method.map(
  (paymentMethodId): Sentence => ({
    text: `Return #W3000003 via ${paymentMethodId}: Lamp {'color': 'black', 'height': 'tall'}; Wool Rug;`,
    wishes: [{ kind: "return", orderId: "#W3000003", itemIds: ["1100000001", "1300000001"], paymentMethodId }],
  }),
);

const exchangeItems = method.map(
  (paymentMethodId): Sentence => ({
    text: `For #W4000004, exchange Lamp {'color': 'black', 'height': 'short'} to {'height': 'tall'}; via ${paymentMethodId}.`,
    wishes: [
      { kind: "exchange", orderId: "#W4000004", itemIds: ["1100000003"], newItemIds: ["1100000001"], paymentMethodId },
    ],
  }),
);

/** All that may be asked of the first order, in an order in which it goes together. */
const aboutFirst = fc.oneof(
  cancel("#W1000001").map((sentence) => [sentence]),
  fc.tuple(sendFirst, payFirst, modifyFirst).chain((all) => fc.subarray(all, { minLength: 1 })),
  fc.tuple(payFirst, sendFirst, modifyFirst).chain((all) => fc.subarray(all, { minLength: 1 })),
);

/** Sentences of a regular ticket; those about one order stay in sequence, and there is at least one wish. */
export const regularTicket: fc.Arbitrary<Sentence[]> = fc
  .tuple(
    fc.array(filler, { maxLength: 2 }),
    aboutFirst,
    fc.tuple(cancel("#W2000002"), returnItems, exchangeItems).chain((all) => fc.shuffledSubarray(all)),
  )
  .map(([start, first, others]) => [...start, ...first, ...others]);

export function write(sentences: readonly Sentence[]): string {
  return sentences.map(({ text }) => text).join(" ");
}
