/** Spanish. */
import type { Words } from "./words.ts";

const of = (items: string): string => (items === "" ? "" : ` (${items})`);

export const spanish: Words = {
  greeting: (name) => `Hola ${name}:`,
  strangersGreeting: "Hola:",
  farewell: "Un saludo",
  and: "y",
  method: { paypal: "su cuenta de PayPal", credit_card: "su tarjeta", gift_card: "su tarjeta regalo" },
  anyMethod: "el medio con el que pagó",
  done: {
    cancel_pending_order: (order, items) => `Su pedido ${order}${of(items)} está cancelado.`,
    modify_pending_order_address: (order) => `Enviaremos su pedido ${order} a la nueva dirección.`,
    modify_user_address: () => "Su nueva dirección queda anotada para próximos pedidos.",
    modify_pending_order_payment: (order) => `El pago de su pedido ${order} está cambiado.`,
    modify_pending_order_items: (order, items) => `Su pedido ${order} está cambiado: recibirá ${items}.`,
    return_delivered_order_items: (order, items) =>
      `Puede devolvernos ${items} de su pedido ${order}. Incluya el número del pedido, por favor. Le reembolsaremos en cuanto llegue.`,
    exchange_delivered_order_items: (order, items) =>
      `El cambio de su pedido ${order} queda anotado: recibirá ${items}. Envíenos el artículo con el número del pedido, por favor.`,
  },
  wish: {
    cancel_pending_order: (order) => `cancelar su pedido ${order}`,
    modify_pending_order_address: (order) => `enviar su pedido ${order} a otra dirección`,
    modify_user_address: () => "cambiar su dirección",
    modify_pending_order_payment: (order) => `cambiar el pago de su pedido ${order}`,
    modify_pending_order_items: (order) => `cambiar los artículos de su pedido ${order}`,
    return_delivered_order_items: (order) => `aceptar la devolución de su pedido ${order}`,
    exchange_delivered_order_items: (order) => `cambiar artículos de su pedido ${order}`,
  },
  refunded: (amount, method) => `Devolvemos ${amount} a ${method}. Puede tardar unos días.`,
  charged: (amount, method) => `Hemos cobrado ${amount}: ${method}.`,
  refused: (wish, why) => `No hemos podido ${wish}. ${why}`,
  colleague: "una persona de nuestro equipo",
  notYet: (wish) => `Aún no hemos podido ${wish}; una persona de nuestro equipo lo mirará y le escribirá.`,
  lookInto: "No sabemos con certeza dónde está; una persona de nuestro equipo lo mirará y le escribirá.",
  handedOver: "Gracias por escribirnos: una persona de nuestro equipo lee su mensaje y le escribirá.",
  already: (wish) => `Nos pidió: ${wish}. Ya está hecho, así que no había nada más que hacer.`,
  why: new Map(
    Object.entries({
      order_not_found: "Ese número de pedido no existe en su cuenta; mírelo en su confirmación, por favor.",
      "own orders": "Ese número de pedido no existe en su cuenta; mírelo en su confirmación, por favor.",
      order_not_pending:
        "Ya ha salido, o está a punto de salir, y no se puede cambiar. Puede devolverlo cuando le llegue.",
      order_not_delivered: "Solo se puede devolver lo entregado que no tenga otra devolución en curso.",
      "one open return per unit": "Ya hay una devolución o un cambio en curso.",
      order_held: "Otra petición suya para este pedido está en curso; pregunte después, por favor.",
      customer_not_found: "No hemos encontrado esa cuenta.",
      payment_method_not_found: "Ese medio de pago no está en su cuenta; añádalo antes, por favor.",
      payment_method_unchanged: "El pedido ya está pagado con ese medio.",
      payment_method_not_allowed: "Un reembolso va al medio que pagó o a una de sus tarjetas regalo.",
      gift_card_balance_too_low: "El saldo de la tarjeta regalo no alcanza; elija otro medio, por favor.",
      history_not_one_payment: "El pago de este pedido ya se cambió una vez, y no se puede más.",
      item_not_in_order: "El pedido no contiene esos artículos en ese número.",
      item_lists_differ: "Cada artículo necesita exactamente uno nuevo.",
      variant_not_found: "Un artículo solo se cambia por otra versión del mismo producto.",
      variant_not_available: "La versión elegida está agotada por ahora.",
    }),
  ),
  otherWhy: "En este caso no es posible.",
  whereabouts: {
    pending: "Aún no ha salido.",
    processed: "Está preparado y de camino.",
    delivered: "Se entregó.",
    cancelled: "Está cancelado.",
    "going back": "Se entregó, y hay una devolución o un cambio en curso.",
  },
  tracking: (numbers) => `Número de seguimiento: ${numbers}.`,
  orderLine: (order, items, status) => `${order}: ${items} (${status})`,
  status: new Map(
    Object.entries({
      pending: "aún sin enviar",
      processed: "de camino",
      delivered: "entregado",
      cancelled: "cancelado",
      "going back": "devolución o cambio en curso",
    }),
  ),
  whichOrder: "¿A cuál de sus pedidos se refiere?",
  orderNotFound: "Ese número no existe en su cuenta. ¿Se refiere a uno de estos?",
  noOrderFits: "No hemos encontrado en su cuenta un pedido en el que sea posible. ¿A cuál se refiere?",
  answerWithNumber: "Respóndanos con el número del pedido, por favor; nosotros hacemos el resto.",
  reminder: "Hace una semana le preguntamos a qué pedido se refiere y no hemos sabido de usted. Estos son sus pedidos:",
  closed:
    "No hemos sabido de usted, así que no hemos cambiado nada y cerramos su petición. Puede volver a escribirnos cuando quiera.",
  unknownCustomer:
    "No hemos encontrado una cuenta suya. Escríbanos, por favor, desde el correo con el que compra e indíquenos su número de pedido.",
  goodsBack: (order, items) => `Hemos recibido de vuelta ${items} de su pedido ${order}. Gracias.`,
  subject: (order) => (order === null ? "Su petición" : `Su pedido ${order}`),
};
