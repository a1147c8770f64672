/** Spanish. Inverted marks are left out before a letter is read. */
import type { Tongue } from "./tongue.ts";

const house = "harrow (?:&|y|and) finch";

export const spanish: Tongue = {
  language: "es",
  greeting: `(?:hola|buenos días|buenas tardes|buenas noches|buenas|estimados señores|estimad[oa]s?|muy señores míos)(?: (?:a todos|equipo|señores|${house}))?`,
  farewell:
    "(?:(?:muchas |mil )?gracias(?: de antemano| por adelantado| y)*|atentamente|cordialmente|hasta pronto)?(?: ?(?:(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|saludos))?",
  pleasantries: [
    "(?:muchas |mil )?gracias(?: de antemano| por adelantado)?(?: por (?:su|la|vuestra) (?:ayuda|respuesta|rapidez|entrega))?",
    "(?:por favor,? )?(?:confírmenmelo|confírmemelo|confirmen?(?:me)?(?: la (?:cancelación|devolución))?)(?:,? por favor)?",
    "(?:perdón|disculpen?|siento|lamento|perdonen?) (?:por )?las molestias",
    "(?:quedo|estoy) a la espera de su respuesta",
    "he cambiado de (?:opinión|idea)",
    "(?:es|me queda|está) (?:un poco |demasiado |muy )+(?:pequeñ[oa]|grande|cort[oa]|larg[oa]|pesad[oa]|oscur[oa]|clar[oa])",
    "(?:no me gusta|no me queda bien)(?: el color)?",
    "está (?:sin usar|nuev[oa]|en su (?:caja|embalaje original))",
  ],
  praise: [
    "(?:muchas |mil )?gracias",
    "(?:el paquete|el pedido|todo) (?:ha llegado|llegó)(?: bien| hoy| ayer)*",
    "(?:todo )?(?:perfecto|genial|estupendo|muy bien)",
  ],
  tokens: {
    wish: "(?:por favor,? )?(?:quiero|queremos|quisiera|quisiéramos|quería|queríamos|deseo|deseamos|necesito|(?:me|nos) gustaría|(?:pueden|podrían|puede|podría)(?: ustedes| usted)?|podéis|podríais)(?:,? por favor,?)?",
    numbered: "(?: (?:número|n[uú]m\\.?|nº|n°|no\\.?|n))?:? ?(?:\\(?(?<order><number>)\\)?)?",
    order: "(?:(?:mi|el|este|nuestro) )?(?:último )?pedido<numbered>",
    oforder: "(?:(?:de (?:mi|este|nuestro) |del )?(?:último )?pedido)<numbered>",
    parcel: "(?:(?:mi|el|nuestro) )?(?:pedido|paquete|envío)<numbered>",
    ofparcel: "(?:(?:de |sobre |con )?(?:mi|el|nuestro) |del )?(?:pedido|paquete|envío)<numbered>",
    please: "(?:,? (?:por favor|gracias))?",
    reason:
      "(?:,? ?(?:(?:porque|ya que|pues) )?(?:(?<needless>ya no (?:lo|la|los|las) (?:necesito|necesitamos|quiero|queremos)|ya no (?:me |nos )?hace falta)|(?<mistaken>(?:lo )?(?:he pedido|pedí|hemos pedido|compré|he comprado) (?:lo )?por error|lo (?:pedí|he pedido|hice) sin querer|me (?:he equivocado|equivoqué)(?: de (?:talla|modelo|color|artículo))?|(?:fue|ha sido) un error)))?",
    refund: "(?: y (?:que me devuelvan el dinero|recibir el reembolso))?",
  },
  sentences: [
    { asks: "cancel", pattern: "<wish> (?:cancelar|anular)(?:me)? <order><please><reason><please><end>" },
    {
      asks: "cancel",
      pattern:
        "(?:por favor,? )?(?:cancelen|cancele|cancelad|anulen|anule|anulad) <order><please><reason><please><end>",
    },
    { asks: "cancel", pattern: "(?:solicito|pido) la (?:cancelación|anulación) <oforder><reason><end>" },
    {
      asks: "return",
      pattern:
        "<wish> devolver(?:les)? (?<items>(?:(?!\\b(?:todo|toda|no|pedido)\\b)[^.!?,]){3,100}?) <oforder><refund><please><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> devolver(?:les)? (?<items>(?:(?!\\b(?:todo|toda|no|pedido|y|de|del)\\b)[^.!?,]){3,80}?)<refund><please><end>",
    },
    { asks: "return all", pattern: "<wish> devolver (?:todo (?:el )?)?<order><refund><please><end>" },
    {
      asks: "swap",
      pattern:
        "<wish> cambiar (?<item>(?:(?!\\b(?:no|o|dirección|pago)\\b)[^.!?,]){3,80}?)(?: <oforder>)? por (?:la|el|una|un|otra|otro) (?:versión |modelo )?(?<to>(?:(?!\\b(?:no|o)\\b)[^.!?,]){2,60}?)<please><end>",
    },
    { asks: "whereabouts", pattern: "dónde (?:está|se encuentra|anda) <parcel><please><end>" },
    {
      asks: "whereabouts",
      pattern: "cuándo (?:llega|llegará|va a llegar|se envía|me llega|recibiré|sale) <parcel><please><end>",
    },
    {
      asks: "whereabouts",
      pattern: "(?:cuál es el |cómo va el )?(?:estado|seguimiento|número de seguimiento) <ofparcel><please><end>",
    },
    { asks: "whereabouts", pattern: "estado (?:de |del )?(?<order><number>)<end>" },
    {
      asks: "whereabouts",
      pattern: "(?:hay |tienen )?(?:alguna |algunas )?(?:novedad|novedades|noticias?) <ofparcel><please><end>",
    },
    { asks: "whereabouts", pattern: "(?:han enviado|se ha enviado|ha salido) (?:ya )?<parcel>(?: ya)?<end>" },
    { asks: "whereabouts", pattern: "<parcel> (?:todavía|aún|sigue) (?:no ha llegado|sin llegar)<end>" },
    { asks: "whereabouts", pattern: "(?:todavía|aún) no (?:he recibido|ha llegado|hemos recibido) <parcel><end>" },
    { asks: "whereabouts of all", pattern: "dónde están mis (?:pedidos|paquetes)<end>" },
  ],
  naming:
    "(?:es |se trata de |me refiero a )?(?:(?:el|mi|al|del) )?(?:(?:pedido|número(?: de(?:l)? pedido)?|nº|n°)(?: es)?:? ?)?(?:(?:el|la) )?(?<order><number>)<end>",
  reason: "<reason><end>",
  nouns: {
    and: ",? y |, | & |; ",
    article: "el|la|los|las|mi|mis|nuestro|nuestra|este|esta",
    counts: { un: 1, una: 1, dos: 2, tres: 3 },
    anything: "artículo|producto|paquete|mercancía",
    afterVersion: "talla|color",
  },
};
