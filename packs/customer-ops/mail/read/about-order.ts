/**
 * Does a letter from somebody whom the shop does not know read as one about an order? Only then does it help to ask for the number.
 *
 * Boundary: words only, in the languages that the rules read and Polish.
 * Invariant: it says yes only to what names an order or a parcel as the writer's, or asks what a rule knows; anything else is for a person.
 */
import { ordersNamedIn } from "../../rules/order-number.ts";
import { readers } from "../prose/readers.ts";
import { sentencesOf } from "../prose/sentences.ts";

/** "My order", and a parcel: nobody writes to a shop of the one or the other who has not ordered there. "In order to" is neither. */
const words = [
  "\\b(?:my|our|this|the) (?:\\w+ )?(?:orders?|purchase)\\b(?! to\\b)",
  "\\b(?:my|our) (?:\\w+ )?(?:parcel|package|refund|delivery|shipment)\\b",
  "\\border (?:number|no\\b|status)",
  "\\b(?:meine[rn]?|unsere[rn]?|die|der) (?:letzten? )?bestellung|\\bbestellnummer|\\bmein(?:em|es)? (?:paket|auftrag)",
  "\\b(?:ma|notre|mon|la) (?:dernière )?(?:commande|colis)\\b|\\bmon colis\\b",
  "\\b(?:mi|nuestro|el) (?:último )?(?:pedido|paquete)\\b",
  "\\b(?:mio|nostro|il) (?:ultimo )?(?:ordine|pacco)\\b",
  "\\b(?:moje|moją|mojego) zamówieni[ea]",
];
const ownOrder = new RegExp(words.join("|"), "iu");

const nowhere = { address1: "", address2: "", city: "", state: "", country: "", zip: "" };
const nobody = { id: "", firstName: "", lastName: "", email: "", address: nowhere, paymentMethods: [] };

export function readsAsAboutOrder({ subject, text }: { readonly subject: string; readonly text: string }): boolean {
  const whole = `${subject}\n${text}`.slice(0, 20_000);
  return ordersNamedIn(whole).length > 0 || ownOrder.test(whole) || asksWhatARuleKnows(text);
}

function asksWhatARuleKnows(text: string): boolean {
  return readers.some(({ tongue, readSentence }) => {
    const sentences = sentencesOf(text, nobody, tongue);
    return sentences.clear && sentences.value.some((sentence) => readSentence(sentence).says === "draft");
  });
}
