/** Italian. */
import type { Words } from "./words.ts";

const of = (items: string): string => (items === "" ? "" : ` (${items})`);
const notFound =
  "Non abbiamo trovato un ordine con questo numero nel suo account; la preghiamo di controllarlo nella conferma d'ordine.";

export const italian: Words = {
  greeting: (name) => `Buongiorno ${name},`,
  strangersGreeting: "Buongiorno,",
  farewell: "Cordiali saluti",
  and: "e",
  method: { paypal: "il suo conto PayPal", credit_card: "la sua carta di credito", gift_card: "la sua carta regalo" },
  anyMethod: "il metodo con cui ha pagato",
  done: {
    cancel_pending_order: (order, items) => `Il suo ordine ${order}${of(items)} è annullato.`,
    modify_pending_order_address: (order) => `Spediremo il suo ordine ${order} al nuovo indirizzo.`,
    modify_user_address: () => "Il suo nuovo indirizzo è registrato per i prossimi ordini.",
    modify_pending_order_payment: (order) => `Il pagamento del suo ordine ${order} è cambiato.`,
    modify_pending_order_items: (order, items) => `Il suo ordine ${order} è modificato: riceverà ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Può rispedirci ${items} del suo ordine ${order}. Inserisca per favore il numero d'ordine nel pacco. La rimborseremo appena sarà arrivato.`,
    exchange_delivered_order_items: (order, items) =>
      `Il cambio per il suo ordine ${order} è registrato: riceverà ${items}. Ci rispedisca per favore la merce con il numero d'ordine nel pacco.`,
  },
  wish: {
    cancel_pending_order: (order) => `annullare il suo ordine ${order}`,
    modify_pending_order_address: (order) => `spedire il suo ordine ${order} a un altro indirizzo`,
    modify_user_address: () => "cambiare il suo indirizzo",
    modify_pending_order_payment: (order) => `cambiare il pagamento del suo ordine ${order}`,
    modify_pending_order_items: (order) => `modificare gli articoli del suo ordine ${order}`,
    return_delivered_order_items: (order) => `accettare il reso per il suo ordine ${order}`,
    exchange_delivered_order_items: (order) => `cambiare articoli del suo ordine ${order}`,
  },
  refunded: (amount, method) => `Rimborso di ${amount}: ${method}. Può richiedere qualche giorno.`,
  charged: (amount, method) => `Addebito di ${amount}: ${method}.`,
  refused: (wish, why) => `Non abbiamo potuto ${wish}. ${why}`,
  colleague: "una persona del nostro team",
  notYet: (wish) => `Non abbiamo ancora potuto ${wish}; una persona del nostro team se ne occupa e le scriverà.`,
  lookInto: "Non sappiamo con certezza dove sia; una persona del nostro team controlla e le scriverà.",
  handedOver: "Grazie per averci scritto: una persona del nostro team legge il suo messaggio e le scriverà.",
  already: (wish) => `Ci ha chiesto: ${wish}. È già fatto, quindi non c'era altro da fare.`,
  why: new Map(
    Object.entries({
      order_not_found: notFound,
      "own orders": notFound,
      order_not_pending:
        "È già partito, o sta per partire, e non si può più modificare né annullare. Potrà rispedircelo quando lo avrà ricevuto.",
      order_not_delivered:
        "Si può rendere solo ciò che è stato consegnato e che non ha già un reso o un cambio in corso.",
      "one open return per unit": "Un reso o un cambio è già in corso.",
      order_held: "Un'altra sua richiesta per questo ordine è in corso; la preghiamo di riscriverci più tardi.",
      customer_not_found: "Non abbiamo trovato questo account.",
      payment_method_not_found: "Questo metodo di pagamento non è nel suo account; lo aggiunga prima, per favore.",
      payment_method_unchanged: "L'ordine è già pagato con questo metodo.",
      payment_method_not_allowed:
        "Un rimborso va al metodo con cui è stato pagato, oppure a una delle sue carte regalo.",
      gift_card_balance_too_low: "Il saldo della carta regalo non basta; scelga un altro metodo, per favore.",
      history_not_one_payment: "Il pagamento di questo ordine è già stato cambiato una volta, e non si può di nuovo.",
      item_not_in_order: "L'ordine non contiene questi articoli in tale quantità.",
      item_lists_differ: "Per ogni articolo ne serve esattamente uno nuovo.",
      variant_not_found: "Un articolo si cambia solo con un'altra versione dello stesso prodotto.",
      variant_not_available: "La versione scelta è al momento esaurita.",
    }),
  ),
  otherWhy: "In questo caso non è possibile.",
  whereabouts: {
    pending: "Non è ancora partito.",
    processed: "È pronto e in viaggio verso di lei.",
    delivered: "È stato consegnato.",
    cancelled: "È annullato.",
    "going back": "È stato consegnato, e un reso o un cambio è in corso.",
  },
  tracking: (numbers) => `Numero di tracking: ${numbers}.`,
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "non ancora partito",
      processed: "in viaggio",
      delivered: "consegnato",
      cancelled: "annullato",
      "going back": "reso o cambio in corso",
    }),
  ),
  whichOrder: "Quale dei suoi ordini intende?",
  orderNotFound: "Non abbiamo trovato un ordine con questo numero nel suo account. Intende uno di questi?",
  noOrderFits: "Non abbiamo trovato nel suo account un ordine per cui sia possibile. Quale intende?",
  answerWithNumber: "Ci risponda per favore con il numero d'ordine; al resto pensiamo noi.",
  reminder:
    "Una settimana fa le abbiamo chiesto quale ordine intende e non abbiamo ancora avuto sue notizie. Questi sono i suoi ordini:",
  closed:
    "Non abbiamo avuto sue notizie, quindi non abbiamo cambiato nulla e chiudiamo la sua richiesta. Può riscriverci in qualsiasi momento.",
  unknownCustomer:
    "Non abbiamo trovato un suo account. Ci scriva per favore dall'indirizzo e-mail con cui ordina e ci indichi il numero d'ordine.",
  goodsBack: (order, items) => `Abbiamo ricevuto di ritorno ${items} del suo ordine ${order}. Grazie.`,
  subject: (order) => (order === null ? "La sua richiesta" : `Il suo ordine ${order}`),
};
