/** German. */
import type { Words } from "./words.ts";

const of = (items: string): string => (items === "" ? "" : ` (${items})`);

export const german: Words = {
  greeting: (name) => `Guten Tag ${name},`,
  strangersGreeting: "Guten Tag,",
  farewell: "Freundliche Grüße",
  and: "und",
  method: { paypal: "Ihr PayPal-Konto", credit_card: "Ihre Kreditkarte", gift_card: "Ihre Geschenkkarte" },
  anyMethod: "das Zahlungsmittel, mit dem Sie bezahlt haben",
  done: {
    cancel_pending_order: (order, items) => `Ihre Bestellung ${order}${of(items)} ist storniert.`,
    modify_pending_order_address: (order) => `Ihre Bestellung ${order} geht an die neue Adresse.`,
    modify_user_address: () => "Ihre neue Adresse ist für künftige Bestellungen eingetragen.",
    modify_pending_order_payment: (order) => `Die Zahlung Ihrer Bestellung ${order} ist geändert.`,
    modify_pending_order_items: (order, items) => `Ihre Bestellung ${order} ist geändert: Sie bekommen ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Sie können ${items} aus Ihrer Bestellung ${order} an uns zurücksenden. Legen Sie bitte die Bestellnummer bei. Wir erstatten Ihnen den Betrag, sobald die Ware hier ist.`,
    exchange_delivered_order_items: (order, items) =>
      `Der Umtausch zu Ihrer Bestellung ${order} ist eingetragen: Sie bekommen ${items}. Bitte senden Sie uns die Ware mit der Bestellnummer zurück.`,
  },
  wish: {
    cancel_pending_order: (order) => `Ihre Bestellung ${order} stornieren`,
    modify_pending_order_address: (order) => `Ihre Bestellung ${order} an eine andere Adresse senden`,
    modify_user_address: () => "Ihre Adresse ändern",
    modify_pending_order_payment: (order) => `die Zahlung Ihrer Bestellung ${order} ändern`,
    modify_pending_order_items: (order) => `die Artikel Ihrer Bestellung ${order} ändern`,
    return_delivered_order_items: (order) => `Ware aus Ihrer Bestellung ${order} zurücknehmen`,
    exchange_delivered_order_items: (order) => `Ware aus Ihrer Bestellung ${order} umtauschen`,
  },
  refunded: (amount, method) =>
    `${amount} gehen zurück auf ${method}. Es kann einige Tage dauern, bis Sie es dort sehen.`,
  charged: (amount, method) => `${amount} wurden abgebucht: ${method}.`,
  refused: (wish, why) => `Das ging leider nicht: ${wish}. ${why}`,
  colleague: "jemand aus unserem Team",
  notYet: (wish) => `Das ging bisher nicht: ${wish}. Das sieht sich jemand aus unserem Team an und schreibt Ihnen.`,
  lookInto: "Wir wissen nicht sicher, wo sie ist; jemand aus unserem Team sieht nach und schreibt Ihnen.",
  handedOver: "Danke für Ihre Nachricht. Diese liest jemand aus unserem Team und schreibt Ihnen.",
  already: (wish) => `Sie haben uns gebeten: ${wish}. Das ist schon geschehen, es gab also nichts mehr zu tun.`,
  why: new Map(
    Object.entries({
      order_not_found:
        "Diese Bestellnummer haben wir in Ihrem Konto nicht gefunden; bitte sehen Sie in Ihrer Bestellbestätigung nach.",
      "own orders":
        "Diese Bestellnummer haben wir in Ihrem Konto nicht gefunden; bitte sehen Sie in Ihrer Bestellbestätigung nach.",
      order_not_pending:
        "Sie hat uns schon verlassen, oder ist dabei, und lässt sich nicht mehr ändern. Sie können sie zurücksenden, wenn sie bei Ihnen ist.",
      order_not_delivered: "Zurücksenden lässt sich nur, was geliefert wurde und wozu keine Rücksendung läuft.",
      "one open return per unit": "Eine Rücksendung oder ein Umtausch dazu läuft schon.",
      order_held: "Ein anderes Anliegen zu dieser Bestellung ist noch in Arbeit; bitte fragen Sie danach noch einmal.",
      customer_not_found: "Wir haben kein solches Konto gefunden.",
      payment_method_not_found: "Dieses Zahlungsmittel ist nicht in Ihrem Konto; bitte tragen Sie es zuerst ein.",
      payment_method_unchanged: "Die Bestellung ist schon auf diese Art bezahlt.",
      payment_method_not_allowed:
        "Erstattet wird auf das Zahlungsmittel der Bestellung oder auf eine Ihrer Geschenkkarten.",
      gift_card_balance_too_low:
        "Das Guthaben der Geschenkkarte reicht nicht; bitte wählen Sie ein anderes Zahlungsmittel.",
      history_not_one_payment: "Die Zahlung dieser Bestellung wurde schon einmal geändert; öfter geht es nicht.",
      item_not_in_order: "So viele dieser Artikel sind nicht in der Bestellung.",
      item_lists_differ: "Zu jedem Artikel braucht es genau einen neuen.",
      variant_not_found: "Ein Artikel lässt sich nur gegen eine andere Ausführung desselben Produkts tauschen.",
      variant_not_available: "Die gewünschte Ausführung ist zurzeit ausverkauft.",
    }),
  ),
  otherWhy: "In diesem Fall ist das bei uns nicht möglich.",
  whereabouts: {
    pending: "Sie ist noch nicht versandt.",
    processed: "Sie ist gepackt und auf dem Weg zu Ihnen.",
    delivered: "Sie wurde geliefert.",
    cancelled: "Sie ist storniert.",
    "going back": "Sie wurde geliefert, und eine Rücksendung oder ein Umtausch dazu läuft.",
  },
  tracking: (numbers) => `Sendungsnummer: ${numbers}.`,
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "noch nicht versandt",
      processed: "unterwegs",
      delivered: "geliefert",
      cancelled: "storniert",
      "going back": "Rücksendung oder Umtausch läuft",
    }),
  ),
  whichOrder: "Welche Ihrer Bestellungen meinen Sie?",
  orderNotFound: "Die genannte Bestellnummer haben wir in Ihrem Konto nicht gefunden. Meinen Sie eine von diesen?",
  noOrderFits: "Wir haben in Ihrem Konto keine Bestellung gefunden, bei der das geht. Welche meinen Sie?",
  answerWithNumber: "Bitte antworten Sie mit der Bestellnummer; den Rest machen wir.",
  reminder:
    "Vor einer Woche haben wir Sie gefragt, welche Bestellung Sie meinen, und nichts von Ihnen gehört. Das sind Ihre Bestellungen:",
  closed:
    "Wir haben nichts von Ihnen gehört, deshalb haben wir nichts geändert und schließen Ihr Anliegen. Sie können uns jederzeit wieder schreiben.",
  unknownCustomer:
    "Wir haben kein Konto von Ihnen gefunden. Bitte schreiben Sie uns von der Mailadresse, mit der Sie bestellen, und nennen Sie uns Ihre Bestellnummer.",
  goodsBack: (order, items) => `Wir haben ${items} aus Ihrer Bestellung ${order} zurückerhalten. Vielen Dank.`,
  subject: (order) => (order === null ? "Ihr Anliegen" : `Ihre Bestellung ${order}`),
};
