/** French. */
import type { Words } from "./words.ts";

const of = (items: string): string => (items === "" ? "" : ` (${items})`);

export const french: Words = {
  greeting: (name) => `Bonjour ${name},`,
  strangersGreeting: "Bonjour,",
  farewell: "Cordialement",
  and: "et",
  method: { paypal: "votre compte PayPal", credit_card: "votre carte bancaire", gift_card: "votre carte cadeau" },
  anyMethod: "le moyen de paiement utilisé",
  done: {
    cancel_pending_order: (order, items) => `Votre commande ${order}${of(items)} est annulée.`,
    modify_pending_order_address: (order) => `Votre commande ${order} part à la nouvelle adresse.`,
    modify_user_address: () => "Votre nouvelle adresse est notée pour vos prochaines commandes.",
    modify_pending_order_payment: (order) => `Le paiement de votre commande ${order} est changé.`,
    modify_pending_order_items: (order, items) => `Votre commande ${order} est modifiée : vous recevrez ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Vous pouvez nous renvoyer ${items} de votre commande ${order}. Merci de joindre le numéro de commande. Nous vous remboursons dès l'arrivée du colis.`,
    exchange_delivered_order_items: (order, items) =>
      `L'échange pour votre commande ${order} est noté : vous recevrez ${items}. Merci de nous renvoyer l'article avec le numéro de commande.`,
  },
  wish: {
    cancel_pending_order: (order) => `annuler votre commande ${order}`,
    modify_pending_order_address: (order) => `envoyer votre commande ${order} à une autre adresse`,
    modify_user_address: () => "changer votre adresse",
    modify_pending_order_payment: (order) => `changer le paiement de votre commande ${order}`,
    modify_pending_order_items: (order) => `modifier les articles de votre commande ${order}`,
    return_delivered_order_items: (order) => `reprendre des articles de votre commande ${order}`,
    exchange_delivered_order_items: (order) => `échanger des articles de votre commande ${order}`,
  },
  refunded: (amount, method) => `${amount} sont remboursés sur ${method}. Cela peut prendre quelques jours.`,
  charged: (amount, method) => `${amount} ont été débités : ${method}.`,
  refused: (wish, why) => `Nous n'avons pas pu ${wish}. ${why}`,
  colleague: "une personne de notre équipe",
  notYet: (wish) => `Nous n'avons pas encore pu ${wish} ; une personne de notre équipe s'en occupe et vous écrira.`,
  lookInto: "Nous ne savons pas avec certitude où elle est ; une personne de notre équipe vérifie et vous écrira.",
  handedOver: "Merci pour votre message : une personne de notre équipe le lit et vous écrira.",
  already: (wish) => `Vous nous avez demandé : ${wish}. C'est déjà fait ; il n'y avait donc plus rien à faire.`,
  why: new Map(
    Object.entries({
      order_not_found:
        "Ce numéro de commande n'existe pas dans votre compte ; merci de le vérifier dans votre confirmation.",
      "own orders":
        "Ce numéro de commande n'existe pas dans votre compte ; merci de le vérifier dans votre confirmation.",
      order_not_pending:
        "Elle est partie ou sur le point de partir et ne peut plus être modifiée. Vous pourrez la renvoyer à réception.",
      order_not_delivered: "Seul ce qui est livré et sans retour en cours peut être renvoyé.",
      "one open return per unit": "Un retour ou un échange est déjà en cours.",
      order_held: "Une autre demande pour cette commande est en cours ; merci de redemander ensuite.",
      customer_not_found: "Nous n'avons trouvé aucun compte.",
      payment_method_not_found: "Ce moyen de paiement n'est pas dans votre compte ; merci de l'ajouter d'abord.",
      payment_method_unchanged: "La commande est déjà payée par ce moyen.",
      payment_method_not_allowed: "Un remboursement va au moyen de paiement utilisé ou à une de vos cartes cadeau.",
      gift_card_balance_too_low: "Le solde de la carte cadeau est trop bas ; merci de choisir un autre moyen.",
      history_not_one_payment: "Le paiement de cette commande a déjà été changé, ce qui n'est possible qu'une fois.",
      item_not_in_order: "La commande ne contient pas ces articles en ce nombre.",
      item_lists_differ: "Il faut exactement un nouvel article pour chaque article.",
      variant_not_found: "Un article ne s'échange que contre une autre version du même produit.",
      variant_not_available: "La version choisie est épuisée en ce moment.",
    }),
  ),
  otherWhy: "Ce n'est pas possible dans ce cas.",
  whereabouts: {
    pending: "Elle n'est pas encore partie.",
    processed: "Elle est emballée et en route vers vous.",
    delivered: "Elle a été livrée.",
    cancelled: "Elle est annulée.",
    "going back": "Elle a été livrée, et un retour ou un échange est en cours.",
  },
  tracking: (numbers) => `Numéro de suivi : ${numbers}.`,
  orderLine: (order, items, status) => `${order} : ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "pas encore partie",
      processed: "en route",
      delivered: "livrée",
      cancelled: "annulée",
      "going back": "retour ou échange en cours",
    }),
  ),
  whichOrder: "De laquelle de vos commandes s'agit-il ?",
  orderNotFound: "Le numéro indiqué n'existe pas dans votre compte. S'agit-il d'une de ces commandes ?",
  noOrderFits:
    "Nous n'avons trouvé dans votre compte aucune commande pour laquelle c'est possible. De laquelle s'agit-il ?",
  answerWithNumber: "Merci de répondre à ce message avec le numéro de commande ; nous faisons le reste.",
  reminder:
    "Il y a une semaine nous vous avons demandé de quelle commande il s'agit, sans réponse de votre part. Voici vos commandes :",
  closed:
    "Sans nouvelles de vous, nous n'avons rien changé et fermons votre demande. Vous pouvez nous réécrire à tout moment.",
  unknownCustomer:
    "Nous n'avons pas trouvé de compte à votre nom. Merci de nous écrire depuis l'adresse de vos commandes et d'indiquer votre numéro de commande.",
  goodsBack: (order, items) => `Nous avons bien reçu en retour ${items} de votre commande ${order}. Merci.`,
  subject: (order) => (order === null ? "Votre demande" : `Votre commande ${order}`),
};
