/**
 * What should become of each of the letters in `mails/`, in the order in which they come: how it ends, what changes at the shop, what the customer is
 * told, and what the person on duty says where Praxis asks.
 *
 * Boundary: expectations only; the letters are the files. `deeds` and `letters` are complete: whatever else happens is a mistake.
 */
import type { Operation } from "../contracts/operation.ts";

export type Saying =
  | { readonly verdict: "answer"; readonly value: unknown }
  | { readonly verdict: "approve" }
  | { readonly verdict: "decline"; readonly reason: string };

export interface SampleMail {
  readonly file: string;
  /** The customer's id at the shop; null for anybody else. */
  readonly from: string | null;
  /**
   * alone: nobody is asked. person: somebody of the shop is. customer: the customer is asked, and the run waits for them. joins: it is an answer, taken
   * by the run that waits for it. kept: nothing is done, and nobody is asked. duplicate: it is the same mail again.
   */
  readonly ends: "alone" | "person" | "customer" | "joins" | "kept" | "duplicate";
  readonly note: string;
  /** In the order in which they are asked. */
  readonly says: readonly Saying[];
  readonly deeds: readonly string[];
  /** A part of the text of each letter to the customer. */
  readonly letters: readonly string[];
}

type More = Partial<Pick<SampleMail, "says" | "deeds" | "letters">>;

function sample(
  file: string,
  from: string | null,
  ends: SampleMail["ends"],
  note: string,
  more: More = {},
): SampleMail {
  return { file: `${file}.eml`, from, ends, note, says: [], deeds: [], letters: [], ...more };
}

const doThis = (...operations: Operation[]): Saying => ({ verdict: "answer", value: { operations } });
const write = (reply: string): Saying => ({ verdict: "answer", value: { reply } });
/** The customer was promised an answer, and has had it on the telephone. */
const toldThem: Saying = { verdict: "answer", value: { reply: "" } };
const yes: Saying = { verdict: "approve" };
const no = (reason: string): Saying => ({ verdict: "decline", reason });

const cancel = (order_id: string, reason = "no longer needed"): Operation => ({
  name: "cancel_pending_order",
  arguments: { order_id, reason },
});
const takeBack = (order_id: string, item: string, payment_method_id: string): Operation => ({
  name: "return_delivered_order_items",
  arguments: { order_id, item_ids: [item], payment_method_id },
});

export const sampleMails: readonly SampleMail[] = [
  sample("plain/01-cancel", "emily_hart", "alone", "A plain cancellation.", {
    deeds: ["#W7106001 cancelled", "refund 149.90 paypal_6800001 #W7106001"],
    letters: ["Your order #W7106001 (Wool Throw) is cancelled. $149.90 goes back to your PayPal account."],
  }),
  sample("plain/02-cancel-sent-again", "emily_hart", "duplicate", "The same mail, byte for byte."),
  sample(
    "plain/03-cancel-in-other-words",
    "emily_hart",
    "alone",
    "The same wish in other words: it is met, and answered so.",
    { letters: ["That is done already, so there was nothing more to do."] },
  ),
  sample("plain/04-return-one-item", "emily_hart", "alone", "A return; money follows when the kettle is back.", {
    deeds: ["#W7106002 return requested"],
    letters: ["You can send Stoneware Kettle (moss, 1.8 l) from your order #W7106002 back to us."],
  }),
  sample("plain/05-cancel-without-number", "samuel_osei", "customer", "Two orders fit, so he is asked which.", {
    letters: ["Which of your orders do you mean?"],
  }),
  sample(
    "machines/06-away-until-monday",
    "samuel_osei",
    "joins",
    "His vacation notice is no answer: the run waits on.",
  ),
  sample("plain/07-it-is-this-one", "samuel_osei", "joins", "His answer joins the run that waits.", {
    deeds: ["#W7107002 cancelled", "refund 53.85 credit_card_6900001 #W7107002"],
    letters: ["Your order #W7107002 (Herb Planter and Beeswax Candle) is cancelled."],
  }),
  sample("plain/08-exchange", "leila_haddad", "alone", "An exchange of delivered goods.", {
    deeds: ["#W7110003 exchange requested"],
    letters: ["you will get Wool Throw (slate, double)"],
  }),
  sample("plain/09-new-delivery-address", "owen_price", "alone", "An address in one line.", {
    deeds: ["#W7111001 pending"],
    letters: ["We will send your order #W7111001 to the new address."],
  }),
  sample(
    "plain/10-pay-by-paypal",
    "leila_haddad",
    "alone",
    "Another way to pay: the new one is charged before the old one is refunded.",
    {
      deeds: [
        "#W7110004 pending",
        "capture 58.90 paypal_7200002 #W7110004",
        "refund 58.90 credit_card_7200001 #W7110004",
      ],
      letters: ["$58.90 was charged to your PayPal account."],
    },
  ),
  sample("plain/11-where-is-it", "ruth_abrams", "alone", "A question that the shop's own data answers.", {
    letters: ["#W7108002: Stoneware Kettle (on its way) It is packed"],
  }),
  sample("plain/12-two-wishes", "grace_tanaka", "alone", "A cancellation and a question, answered in one letter.", {
    deeds: ["#W7112001 cancelled", "refund 77.75 paypal_7400001 #W7112001"],
    letters: ["#W7112003: Log Basket (on its way)"],
  }),
  sample("plain/13-thanks", "ivy_collins", "alone", "Thanks need no answer."),
  sample("plain/14-another-size", "ben_carver", "alone", "A cheaper basket: the difference goes back.", {
    deeds: ["#W7109001 pending (item modified)", "refund 18.50 paypal_7100001 #W7109001"],
    letters: ["you will get Log Basket (willow, medium). $18.50 goes back"],
  }),
  sample("plain/15-cancel-too-late", "owen_price", "alone", "It has left the shop: refused, with what he can do.", {
    letters: ["We could not cancel your order #W7111002. It has left us"],
  }),
  sample("plain/16-moved", "ivy_collins", "alone", "A new address for future orders.", {
    deeds: ["ivy_collins moved"],
    letters: ["Your new address is noted for your future orders."],
  }),

  sample(
    "unclear/17-angry",
    "ruth_abrams",
    "person",
    "Angry, and without a number; 4,900 is above the limit, so a person says yes to it too.",
    {
      says: [doThis(cancel("#W7108001")), yes],
      deeds: ["#W7108001 cancelled", "refund 4,900.00 credit_card_7000001 #W7108001"],
      letters: ["Your order #W7108001 (2 x Garden Bench) is cancelled."],
    },
  ),
  sample("unclear/18-not-sure", "ben_carver", "person", "Advice is asked for: a person writes.", {
    says: [write("Full, it weighs about 11 kg. The 5 l one may be the better choice; shall we swap it?")],
    letters: ["Full, it weighs about 11 kg."],
  }),
  sample("unclear/19-html-only", "grace_tanaka", "alone", "HTML without a plain text.", {
    deeds: ["#W7112002 return requested"],
    letters: ["You can send Wool Throw (slate, double) from your order #W7112002 back to us."],
  }),
  sample("unclear/20-cracked-kettle", "ivy_collins", "person", "Damaged, with a photo: a person looks at it.", {
    says: [doThis(takeBack("#W7114002", "4110000003", "paypal_7600001"))],
    deeds: ["#W7114002 return requested"],
    letters: ["Stoneware Kettle (chalk, 1.2 l)"],
  }),
  sample(
    "unclear/21-invoice-please",
    "jonas_weber",
    "person",
    "A document is missing: nothing for the shop's order API.",
    {
      says: [write("The invoice with your VAT number comes by separate mail today.")],
      letters: ["The invoice with your VAT number"],
    },
  ),
  sample("unclear/22-with-faces", "owen_price", "alone", "Friendly faces change nothing.", {
    deeds: ["#W7111003 return requested"],
    letters: ["You can send Beeswax Candle (30 cm, pair) from your order #W7111003 back to us."],
  }),
  sample(
    "unclear/23-empty",
    "ben_carver",
    "person",
    "An order's number and nothing else; nobody can say what he wants.",
    {
      says: [no("there is nothing in it"), toldThem],
      letters: ["Your message is with a colleague, who will write to you."],
    },
  ),
  sample("unclear/24-question-only", "ivy_collins", "person", "A question before a purchase.", {
    says: [write("Yes, we ship to Canada; two planters are 24 USD.")],
    letters: ["two planters are 24 USD"],
  }),
  sample("unclear/25-still-waiting", "ruth_abrams", "alone", "Still not there, and the shop knows it is on its way.", {
    letters: ["#W7108002: Stoneware Kettle (on its way) It is packed"],
  }),
  sample(
    "unclear/26-says-delivered-but",
    "leila_haddad",
    "person",
    "The shop says delivered, she says it is not there: for a person.",
    {
      says: [write("The carrier left it with your neighbour at number 90; could you look there?")],
      letters: ["your neighbour at number 90"],
    },
  ),
  sample(
    "unclear/27-somebody-elses-order",
    "ben_carver",
    "customer",
    "Not his order: he is told no more than that, and asked for his own.",
    {
      // After 41, which is written into its thread.
      says: [toldThem],
      letters: ["We could not find an order with that number in your account."],
    },
  ),
  sample("unclear/28-chargeback", "samuel_osei", "person", "A threat: a person decides, and takes the knife back.", {
    says: [doThis(takeBack("#W7107003", "4160000003", "credit_card_6900001"))],
    deeds: ["#W7107003 return requested"],
    letters: ["Bread Knife (beech, 22 cm)"],
  }),
  sample(
    "unclear/29-three-wishes-in-one-breath",
    "leila_haddad",
    "person",
    "Several wishes in one breath; one comes too late, and the others are done.",
    {
      says: [
        doThis(takeBack("#W7110002", "4110000001", "credit_card_7200001"), cancel("#W7110001"), cancel("#W7110003")),
      ],
      deeds: ["#W7110002 return requested", "#W7110001 cancelled", "refund 119.00 credit_card_7200001 #W7110001"],
      letters: ["We could not cancel your order #W7110003. It has left us"],
    },
  ),
  sample("unclear/30-gift-card", "ruth_abrams", "alone", "The gift card holds too little: refused by the shop.", {
    letters: ["The balance of the gift card is too low"],
  }),
  sample("unclear/31-unless-it-is-sent", "ruth_abrams", "person", "A condition: no rule weighs those.", {
    says: [doThis(cancel("#W7108003"))],
    deeds: ["#W7108003 cancelled", "refund 119.00 credit_card_7000001 #W7108003"],
    letters: ["Your order #W7108003 (Wool Throw) is cancelled."],
  }),

  sample(
    "threads/32-forwarded-confirmation",
    "ben_carver",
    "alone",
    "The number stands in what he forwards, the wish above it.",
    {
      deeds: ["#W7109002 cancelled", "refund 67.00 paypal_7100001 #W7109002"],
      letters: ["Your order #W7109002 (Watering Can) is cancelled."],
    },
  ),
  sample("threads/33-forwarded-without-a-word", "grace_tanaka", "person", "What somebody else wrote is not her wish.", {
    says: [write("Thank you for sending this on. Is this what you would like us to do?")],
    letters: ["Is this what you would like us to do?"],
  }),
  sample("threads/34-thanks-above-an-old-wish", "owen_price", "alone", "Thanks; the wish below is history."),
  sample("threads/35-wish-above-a-history", "ivy_collins", "alone", "A new wish above an old conversation.", {
    deeds: ["#W7114001 cancelled", "refund 22.40 paypal_7600001 #W7114001"],
    letters: ["Your order #W7114001 (Beeswax Candle) is cancelled."],
  }),
  sample("threads/36-below-the-quotation", "ben_carver", "alone", "He answers below what he quotes.", {
    deeds: ["#W7109003 return requested"],
    letters: ["You can send Reading Lamp (long, brass) from your order #W7109003 back to us."],
  }),
  sample("threads/37-three-deep", "grace_tanaka", "alone", "Three quotations and a signature with a joke in it.", {
    letters: ["#W7112003: Log Basket (on its way) It is packed"],
  }),
  sample("threads/38-only-one-left", "samuel_osei", "alone", "No number, but only one order is left that it can be.", {
    deeds: ["#W7107001 cancelled", "refund 84.20 credit_card_6900001 #W7107001"],
    letters: ["Your order #W7107001 (Reading Lamp) is cancelled."],
  }),
  sample("threads/39-asked-again", "ivy_collins", "alone", "The same wish in other words: met, and answered so.", {
    letters: ["That is done already, so there was nothing more to do."],
  }),
  sample(
    "threads/40-sent-twice-by-the-phone",
    "ivy_collins",
    "alone",
    "The same text as another mail: met, and answered so.",
    { letters: ["That is done already, so there was nothing more to do."] },
  ),
  sample(
    "threads/41-another-sender-answers",
    null,
    "joins",
    "Somebody else answers in ben's thread: nothing happens without a person.",
    {
      says: [no("that is not our customer")],
      letters: ["Your message is with a colleague, who will write to you."],
    },
  ),

  sample("tongues/42-de-stornieren", "anna_keller", "person", "German: read by a person, answered in German.", {
    says: [doThis(cancel("#W7101001"))],
    deeds: ["#W7101001 cancelled", "refund 64.50 paypal_6300001 #W7101001"],
    letters: ["Ihre Bestellung #W7101001 (Stoneware Kettle) ist storniert. 64,50 $"],
  }),
  sample("tongues/43-de-zuruecksenden", "jonas_weber", "person", "A return, in German.", {
    says: [doThis(takeBack("#W7102002", "4130000001", "credit_card_6400001"))],
    deeds: ["#W7102002 return requested"],
    letters: ["Sie können Reading Lamp (short, brass) aus Ihrer Bestellung #W7102002"],
  }),
  sample("tongues/44-de-frage", "jonas_weber", "person", "A question, in German.", {
    says: [write("Ja, ein feiner Wetzstahl geht gut; bitte nur nicht zu steil.")],
    letters: ["ein feiner Wetzstahl geht gut"],
  }),
  sample("tongues/45-fr-annuler", "claire_dubois", "person", "French.", {
    says: [doThis(cancel("#W7103001"))],
    deeds: ["#W7103001 cancelled", "refund 134.10 credit_card_6500001 #W7103001"],
    letters: ["Votre commande #W7103001 (Wool Throw et Beeswax Candle) est annulée. 134,10 $"],
  }),
  sample("tongues/46-fr-echanger", "claire_dubois", "person", "An exchange, in French.", {
    says: [
      doThis({
        name: "exchange_delivered_order_items",
        arguments: {
          order_id: "#W7103002",
          item_ids: ["4110000003"],
          new_item_ids: ["4110000001"],
          payment_method_id: "credit_card_6500001",
        },
      }),
    ],
    deeds: ["#W7103002 exchange requested"],
    letters: ["vous recevrez Stoneware Kettle (moss, 1.2 l)"],
  }),
  sample("tongues/47-es-devolver", "marta_ruiz", "person", "Spanish: one thing goes back, the other stays.", {
    says: [doThis(takeBack("#W7104002", "4200000001", "paypal_6600001"))],
    deeds: ["#W7104002 return requested"],
    letters: ["Puede devolvernos Log Basket (willow, medium) de su pedido #W7104002."],
  }),
  sample("tongues/48-es-cancelar", "marta_ruiz", "alone", "A cancellation, in Spanish.", {
    deeds: ["#W7104001 cancelled", "refund 54.00 paypal_6600001 #W7104001"],
    letters: ["Su pedido #W7104001 (Watering Can) está cancelado."],
  }),
  sample(
    "tongues/49-pl-anulowanie",
    "piotr_nowak",
    "person",
    "Polish: we have no words for it, so the answer is in English.",
    {
      says: [doThis(cancel("#W7105001"))],
      deeds: ["#W7105001 cancelled", "refund 45.00 credit_card_6700001 #W7105001"],
      letters: ["Your order #W7105001 (Linen Apron) is cancelled. $45.00 goes back to your credit card."],
    },
  ),
  sample("tongues/50-de-wo-bleibt-es", "anna_keller", "person", "Where is it, in German.", {
    says: [write("Die Kerzen liegen seit gestern in der Filiale Freiburg-Mitte.")],
    letters: ["in der Filiale Freiburg-Mitte"],
  }),

  sample(
    "trouble/51-ignore-your-rules",
    "grace_tanaka",
    "person",
    "It gives orders to whoever reads it. Nobody follows them.",
    {
      says: [no("a trick"), toldThem],
      letters: ["Your message is with a colleague, who will write to you."],
    },
  ),
  sample("trouble/52-the-boss-says", null, "person", "The owner's name above a mail that is not hers.", {
    says: [{ verdict: "answer", value: { customer: "" } }],
  }),
  sample("trouble/53-parcel-thief", "theo_martin", "person", "Forged: the parcel is not sent elsewhere.", {
    says: [no("he did not write this, I called him"), toldThem],
    letters: ["We have not been able to send your order #W7113001 to another address so far;"],
  }),
  sample("trouble/54-new-account-cancels", "theo_martin", "person", "Two days old: a person looks, and says yes.", {
    says: [yes],
    deeds: ["#W7113001 cancelled", "refund 246.30 credit_card_7500001 #W7113001"],
    letters: ["Your order #W7113001 (Wool Throw and Reading Lamp) is cancelled."],
  }),
  sample("trouble/55-stranger", null, "alone", "Nobody that the shop knows: told where to write from, and no more.", {
    letters: ["We could not find an account of yours."],
  }),
  sample(
    "trouble/56-from-a-new-address",
    null,
    "person",
    "A customer from an address that the shop does not have: a person knows her.",
    {
      says: [{ verdict: "answer", value: { customer: "ivy_collins" } }, yes],
      deeds: ["#W7114003 return requested"],
      letters: ["You can send Herb Planter (60 cm, zinc) from your order #W7114003 back to us."],
    },
  ),
  sample("trouble/57-scripts-in-html", "emily_hart", "alone", "What is not text in a page is not read.", {
    deeds: ["#W7106003 return requested"],
    letters: ["You can send Linen Apron (ink) from your order #W7106003 back to us."],
  }),
  sample("trouble/58-look-alike-letters", "samuel_osei", "person", "Letters that only look Latin.", {
    says: [no("odd letters"), write("Your message came with odd letters in it. What may we do for you?")],
    letters: [
      "Your message is with a colleague, who will write to you.",
      "Your message came with odd letters in it. What may we do for you?",
    ],
  }),
  sample("trouble/59-returned-again", "emily_hart", "alone", "The return is under way already: met, and answered so.", {
    letters: ["That is done already, so there was nothing more to do."],
  }),
  sample(
    "trouble/60-one-more-from-the-same-order",
    "emily_hart",
    "alone",
    "Another return from one order, which the shop allows once.",
    {
      letters: ["has no return or exchange under way, can be sent back"],
    },
  ),

  sample("machines/61-delivery-failed", null, "kept", "A delivery report."),
  sample("machines/62-newsletter", null, "kept", "A newsletter."),
  sample("machines/63-parcel-is-on-its-way", null, "kept", "A carrier's notice."),
];
