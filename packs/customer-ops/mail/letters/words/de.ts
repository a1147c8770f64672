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
    modify_pending_order_payment: (order) => `Ihre Bestellung ${order} ist jetzt auf die andere Art bezahlt.`,
    modify_pending_order_items: (order, items) => `Ihre Bestellung ${order} ist geändert: Sie bekommen ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Sie können ${items} aus Ihrer Bestellung ${order} an uns zurücksenden. Legen Sie bitte die Bestellnummer bei. Wir erstatten, sobald die Ware hier ist.`,
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
  refunded: (amount, method) => `${amount} gehen zurück auf ${method}. Es kann einige Tage dauern, bis Sie es sehen.`,
  charged: (amount, method) => `${amount} wurden abgebucht: ${method}.`,
  refused: (wish, why) => `Das ging leider nicht: ${wish}. ${why}`,
  notYet: (wish) => `Das ging noch nicht: ${wish}. Eine Kollegin sieht es sich an und schreibt Ihnen.`,
  already: (wish) => `Sie haben uns gebeten: ${wish}. Das ist schon geschehen; nichts wurde doppelt gemacht.`,
  why: new Map(
    Object.entries({
      order_not_found: "Diese Bestellnummer gibt es in Ihrem Konto nicht; bitte sehen Sie in Ihrer Bestätigung nach.",
      "own orders": "Diese Bestellnummer gibt es in Ihrem Konto nicht; bitte sehen Sie in Ihrer Bestätigung nach.",
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
  otherWhy: "Der Shop erlaubt es nicht.",
  whereabouts: {
    pending:
      "Sie ist noch nicht versandt. Sobald sie uns verlässt, bekommen Sie eine Nachricht mit der Sendungsnummer.",
    processed: "Sie ist gepackt und auf dem Weg zu Ihnen.",
    other: "Eine Kollegin sieht es sich an und schreibt Ihnen.",
  },
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "noch nicht versandt",
      processed: "unterwegs",
      delivered: "geliefert",
      cancelled: "storniert",
    }),
  ),
  whichOrder: "Welche Ihrer Bestellungen meinen Sie?",
  orderNotFound: "Die genannte Bestellnummer gibt es in Ihrem Konto nicht. Meinen Sie eine von diesen?",
  noOrderFits: "Wir haben in Ihrem Konto keine Bestellung gefunden, bei der das geht. Welche meinen Sie?",
  answerWithNumber: "Bitte antworten Sie auf diese Mail mit der Bestellnummer; den Rest machen wir.",
  reminder:
    "Vor einer Woche haben wir Sie gefragt, welche Bestellung Sie meinen, und nichts von Ihnen gehört. Das sind Ihre Bestellungen:",
  closed:
    "Wir haben nichts von Ihnen gehört, deshalb haben wir nichts geändert und schließen Ihr Anliegen. Schreiben Sie uns jederzeit, dann beginnen wir neu.",
  handedOver: "Danke für Ihre Nachricht. Eine Kollegin liest sie und antwortet Ihnen.",
  nothingToDo: "Danke für Ihre Nachricht. Es gab nichts, was wir ändern mussten.",
  unknownCustomer:
    "Zu Ihrer Mailadresse haben wir kein Konto gefunden. Bitte schreiben Sie von der Adresse, mit der Sie einkaufen.",
  goodsBack: (order, items) => `${items} aus Ihrer Bestellung ${order} ist wieder bei uns. Danke fürs Zurücksenden.`,
  subject: (order) => (order === null ? "Ihr Anliegen" : `Ihre Bestellung ${order}`),
};
