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
    modify_pending_order_payment: (order) => `Votre commande ${order} est maintenant payée par l'autre moyen.`,
    modify_pending_order_items: (order, items) => `Votre commande ${order} est modifiée : vous recevrez ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Vous pouvez nous renvoyer ${items} de votre commande ${order}. Merci de joindre le numéro de commande. Nous remboursons dès l'arrivée du colis.`,
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
  notYet: (wish) => `Nous n'avons pas encore pu ${wish}. Une collègue s'en occupe et vous écrit.`,
  already: (wish) => `Vous nous avez demandé : ${wish}. C'est déjà fait ; rien n'a été fait deux fois.`,
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
  otherWhy: "La boutique ne le permet pas.",
  whereabouts: {
    pending: "Elle n'est pas encore partie. Vous recevrez un message avec le numéro de suivi dès son départ.",
    processed: "Elle est emballée et en route vers vous.",
    other: "Une collègue s'en occupe et vous écrit.",
  },
  orderLine: (order, items, status) => `${order} : ${items} (${status})`,
  status: new Map(
    Object.entries({ pending: "pas encore partie", processed: "en route", delivered: "livrée", cancelled: "annulée" }),
  ),
  whichOrder: "De laquelle de vos commandes s'agit-il ?",
  orderNotFound: "Le numéro indiqué n'existe pas dans votre compte. S'agit-il d'une de ces commandes ?",
  noOrderFits:
    "Nous n'avons trouvé dans votre compte aucune commande pour laquelle c'est possible. De laquelle s'agit-il ?",
  answerWithNumber: "Merci de répondre à ce message avec le numéro de commande ; nous faisons le reste.",
  reminder:
    "Il y a une semaine nous vous avons demandé de quelle commande il s'agit, sans réponse de votre part. Voici vos commandes :",
  closed:
    "Sans nouvelles de vous, nous n'avons rien changé et fermons votre demande. Écrivez-nous à tout moment et nous reprendrons.",
  handedOver: "Merci pour votre message. Une collègue le lit et vous répond.",
  nothingToDo: "Merci pour votre message. Il n'y avait rien à changer.",
  unknownCustomer:
    "Nous n'avons trouvé aucun compte pour votre adresse. Merci d'écrire depuis l'adresse de vos achats.",
  goodsBack: (order, items) => `${items} de votre commande ${order} est bien revenu chez nous. Merci pour l'envoi.`,
  subject: (order) => (order === null ? "Votre demande" : `Votre commande ${order}`),
};
