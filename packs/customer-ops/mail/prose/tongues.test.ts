/** Letters in German, French, Spanish and Italian: what is read, and, above all, what is not. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readMail } from "./read-mail.ts";
import { sampleView } from "./testing/sample-view.ts";

const read = (customer: string, text: string, hint: string | null = null) =>
  readMail({ text, hint, chosen: null }, sampleView(customer));

const cancelled = (reason = "no longer needed") => [
  {
    kind: "operation",
    operation: { name: "cancel_pending_order", arguments: { order_id: "#W7101001", reason } },
  },
];
const where = [{ kind: "whereabouts", orderId: "#W7101003", status: "processed", tracking: [] }];
const throwBack = [
  {
    kind: "operation",
    operation: {
      name: "return_delivered_order_items",
      arguments: { order_id: "#W7101002", item_ids: ["4120000001"], payment_method_id: "paypal_6300001" },
    },
  },
];

const understood = {
  de: {
    cancel: [
      "Guten Tag,\n\nich möchte meine Bestellung #W7101001 bitte stornieren.\n\nVielen Dank und freundliche Grüße\nAnna Keller",
      "Bitte stornieren Sie meine Bestellung W7101001.",
      "Hallo, können Sie bitte die Bestellung Nr. 7101001 stornieren? Danke!",
      "Hiermit storniere ich die Bestellung #W7101001, ich brauche sie nicht mehr.\nMfG\nAnna Keller",
      "Bitte um Stornierung meiner Bestellung #W7101001.",
      "Bitte stornieren Sie meine Bestellung. Es geht um die Nummer W7101001.",
    ],
    mistake: ["Bitte stornieren Sie die Bestellung #W7101001, ich habe sie aus Versehen bestellt."],
    where: [
      "Wo ist meine Bestellung #W7101003?",
      "Hallo,\nwann kommt mein Paket W7101003 an?\nLG Anna".replace("LG ", "LG\n"),
      "Gibt es schon Neuigkeiten zu meiner Bestellung 7101003?",
      "Status von W7101003?",
      "Meine Bestellung #W7101003 ist noch nicht angekommen.",
    ],
    back: [
      "Guten Tag,\nich möchte den Wool Throw aus meiner Bestellung #W7101002 zurücksenden. Er ist mir zu groß.\nViele Grüße\nAnna Keller",
      "Ich würde gerne den Throw aus der Bestellung W7101002 zurückgeben.",
    ],
  },
  fr: {
    cancel: [
      "Bonjour,\n\nje voudrais annuler ma commande #W7101001.\n\nCordialement\nAnna Keller",
      "Pourriez-vous annuler la commande n° W7101001 s'il vous plaît ? Merci !",
      "Merci d'avance. Annulez s'il vous plaît ma commande 7101001, je n'en ai plus besoin.",
    ],
    mistake: ["Je souhaite annuler la commande #W7101001 car je me suis trompé de modèle."],
    where: [
      "Où est ma commande #W7101003 ?",
      "Bonjour, avez-vous des nouvelles de mon colis W7101003 ?",
      "Ma commande #W7101003 n'est toujours pas arrivée.",
    ],
    back: ["Bonjour,\nje voudrais retourner le Wool Throw de ma commande #W7101002.\nMerci beaucoup\nAnna"],
  },
  es: {
    cancel: [
      "Buenos días:\n\nQuisiera cancelar mi pedido #W7101001. ¡Gracias!\n\nUn saludo\nAnna Keller",
      "Por favor cancelen el pedido W7101001, ya no lo necesito.",
      "Hola, ¿pueden cancelar el pedido número 7101001, por favor?",
    ],
    mistake: ["Por favor cancelen el pedido #W7101001, me he equivocado de modelo."],
    where: [
      "¿Dónde está mi pedido #W7101003?",
      "¿Hay novedades de mi paquete W7101003?",
      "Todavía no ha llegado mi pedido 7101003.",
    ],
    back: ["Hola:\nquiero devolver el Wool Throw del pedido #W7101002.\nGracias\nAnna Keller"],
  },
  it: {
    cancel: [
      "Buongiorno,\n\nvorrei annullare il mio ordine #W7101001.\n\nCordiali saluti\nAnna Keller",
      "Potete annullare per favore l'ordine W7101001?".replace("annullare per favore", "annullare"),
      "Per favore annullate l'ordine n. 7101001, non mi serve più. Grazie mille",
    ],
    mistake: ["Vorrei annullare l'ordine #W7101001 perché ho sbagliato modello."],
    where: [
      "Dov'è il mio ordine #W7101003?",
      "Avete novità sul mio pacco W7101003?",
      "Il mio ordine 7101003 non è ancora arrivato.",
    ],
    back: ["Buongiorno,\nvorrei restituire il Wool Throw dell'ordine #W7101002.\nGrazie\nAnna"],
  },
} as const;

for (const [language, { cancel, mistake, where: whereabouts, back }] of Object.entries(understood))
  describe(`understood: ${language}`, () => {
    const cases = [
      ...cancel.map((text) => [text, cancelled()] as const),
      ...mistake.map((text) => [text, cancelled("ordered by mistake")] as const),
      ...whereabouts.map((text) => [text, where] as const),
      ...back.map((text) => [text, throwBack] as const),
    ];
    for (const [text, wishes] of cases)
      test(text.replace(/\s+/g, " ").slice(0, 70), () =>
        assert.deepEqual(read("anna_keller", text), { status: "understood", language, wishes }),
      );
  });

const forAPerson = {
  de: [
    "Ich will meine Bestellung #W7101001 NICHT stornieren.",
    "Bitte stornieren Sie meine Bestellung #W7101001 nicht.",
    "Bitte stornieren Sie meine Bestellung #W7101001 auf keinen Fall.",
    "Ich möchte keine Bestellung stornieren.",
    "Ich möchte meine Bestellung #W7101001 doch nicht stornieren.",
    "Bitte stornieren Sie die Bestellung #W7101001, falls sie noch nicht verschickt ist.",
    "Bitte stornieren Sie meine Bestellung #W7101001. Oder nein, lassen Sie es.",
    "Kann ich meine Bestellung #W7101001 noch stornieren?",
    "Was kostet es, die Bestellung #W7101001 zu stornieren?",
    "Ich hatte meine Bestellung #W7101001 stornieren wollen.",
    "Ich möchte den Throw aus meiner Bestellung #W7101002 nicht zurückgeben.",
    "Ich möchte alles außer dem Throw aus der Bestellung #W7101002 zurückgeben.",
    "Ich möchte keinen Throw aus meiner Bestellung #W7101002 zurückgeben.",
    "Der Throw aus meiner Bestellung #W7101002 ist kaputt.",
    "Wo ist meine Bestellung? Ich will mein Geld zurück.",
    "Ich möchte den Throw aus der Bestellung #W7101002 gegen einen größeren umtauschen oder zurückgeben.",
  ],
  fr: [
    "Je ne veux pas annuler ma commande #W7101001.",
    "N'annulez pas ma commande #W7101001.",
    "Je voudrais ne pas annuler ma commande #W7101001.",
    "Annulez ma commande #W7101001 si elle n'est pas encore partie.",
    "Puis-je annuler ma commande #W7101001 ?",
    "Je voudrais annuler ma commande #W7101001 sauf le plaid.",
    "Je ne voudrais pas retourner le Throw de ma commande #W7101002.",
    "Je voudrais retourner tout sauf le Throw de ma commande #W7101002.",
    "Le Throw de ma commande #W7101002 est arrivé cassé.",
    "Annulez ma commande #W7101001. Finalement non.",
  ],
  es: [
    "No quiero cancelar mi pedido #W7101001.",
    "Por favor no cancelen el pedido #W7101001.",
    "Cancelen el pedido #W7101001 si aún no ha salido.",
    "¿Puedo cancelar mi pedido #W7101001?",
    "Quiero cancelar mi pedido #W7101001 menos la manta.",
    "No quiero devolver el Throw del pedido #W7101002.",
    "Quiero devolver todo menos el Throw del pedido #W7101002.",
    "El Throw del pedido #W7101002 llegó roto.",
    "Cancelen el pedido #W7101001. Mejor no.",
  ],
  it: [
    "Non voglio annullare il mio ordine #W7101001.",
    "Per favore non annullate l'ordine #W7101001.",
    "Annullate l'ordine #W7101001 se non è ancora partito.",
    "Posso annullare il mio ordine #W7101001?",
    "Vorrei annullare l'ordine #W7101001 tranne la coperta.",
    "Non vorrei restituire il Throw dell'ordine #W7101002.",
    "Vorrei restituire tutto tranne il Throw dell'ordine #W7101002.",
    "Il Throw dell'ordine #W7101002 è arrivato rotto.",
    "Annullate l'ordine #W7101001. Anzi no.",
  ],
} as const;

for (const [language, texts] of Object.entries(forAPerson))
  describe(`for a person: ${language}`, () => {
    for (const text of texts) test(text, () => assert.equal(read("anna_keller", text).status, "declined"));
  });

test("a cancellation of what is delivered is for a person in every language", () => {
  for (const text of [
    "Bitte stornieren Sie meine Bestellung #W7101002.",
    "Je voudrais annuler ma commande #W7101002.",
    "Quiero cancelar mi pedido #W7101002.",
    "Vorrei annullare il mio ordine #W7101002.",
  ])
    assert.equal(read("anna_keller", text).status, "declined", text);
});

test("the one thing of an order may be called just that", () => {
  const reading = read("jonas_weber", "Ich möchte die Ware aus meiner Bestellung #W7102002 zurückgeben.");
  assert.match(JSON.stringify(reading), /understood.*return_delivered_order_items.*4130000001/);
  const two = read("anna_keller", "Ich möchte den Artikel aus meiner Bestellung #W7101002 zurückgeben.");
  assert.equal(two.status, "declined");
});

test("thanks alone need no answer, in any language", () => {
  for (const text of ["Vielen Dank!", "Merci beaucoup !", "¡Muchas gracias!", "Grazie mille!"]) {
    const reading = read("anna_keller", text);
    assert.deepEqual(reading.status === "understood" && reading.wishes, [], text);
  }
});
