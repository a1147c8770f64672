import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { operationNames } from "../../contracts/operation.ts";
import { languageOf, languages } from "../read/language.ts";
import { type Passage, promisesPerson, type WishFacts, whereaboutsKnown } from "./facts.ts";
import { english } from "./words/en.ts";
import { letterLanguages } from "./words/words.ts";
import { vocabulary, writeLetter } from "./write-letter.ts";

const options = { language: "en", currency: "USD", shopName: "Harrow & Finch", firstName: "Emily" } as const;
const cancelled: WishFacts = {
  kind: "wish",
  deed: "cancel_pending_order",
  orderId: "#W7106001",
  items: ["Wool Throw", "Candle", "Candle"],
  end: "done",
  code: "",
  payments: [{ kind: "refund", amountCents: 123_450, method: "paypal" }],
};

test("a letter says what was done, with the order, the items and the money", () => {
  const { subject, text } = writeLetter([cancelled], options);
  assert.equal(subject, "Your order #W7106001");
  assert.equal(
    text,
    "Hello Emily,\n\nYour order #W7106001 (Wool Throw and 2 x Candle) is cancelled. $1,234.50 goes back to your PayPal account. It can take a few days until you see it there.\n\nKind regards\nHarrow & Finch\n",
  );
});

test("each language has its own words, and a language without any gets English", () => {
  const texts = new Set(languages.map((language) => writeLetter([cancelled], { ...options, language }).text));
  assert.equal(texts.size, 5);
  assert.match(
    writeLetter([cancelled], { ...options, language: "de" }).text,
    /1\.234,50 \$ gehen zurück auf Ihr PayPal-Konto/,
  );
  assert.match(writeLetter([cancelled], { ...options, language: "pl" }).text, /is cancelled/);
});

test("every deed and every end has its sentence in every language", () => {
  for (const language of languages)
    for (const deed of operationNames)
      for (const end of ["done", "refused", "not done", "already"] as const) {
        const { text } = writeLetter([{ ...cancelled, deed, end, code: "order_not_pending" }], {
          ...options,
          language,
        });
        assert.doesNotMatch(text, /undefined|\bnull\b|\[object/);
        assert.ok(text.length > 60, text);
      }
});

/** Every passage that a letter can have, with every end, state and code. */
function* everyPassage(): Generator<Passage> {
  for (const deed of operationNames)
    for (const end of ["done", "refused", "not done", "already"] as const)
      for (const code of ["", ...english.why.keys()]) yield { ...cancelled, deed, end, code };
  const order = { orderId: "#W7106001", items: ["Kettle"] };
  for (const status of [...whereaboutsKnown, "pending (item modified)", "return requested", "lost at sea"])
    for (const tracking of [[], ["123"]]) yield { kind: "whereabouts", ...order, status, tracking };
  for (const orders of [[], [{ ...order, status: "exchange requested" }]]) {
    for (const wasNamed of [true, false]) yield { kind: "which order", wasNamed, orders };
    yield { kind: "reminder", orders };
  }
  for (const kind of ["refund", "capture"] as const)
    for (const method of ["paypal", "credit_card", "gift_card", null] as const)
      yield { kind: "goods back", ...order, payment: { kind, amountCents: 1, method } };
  for (const kind of ["closed", "handed over", "unknown customer"] as const) yield { kind };
}

/** What a letter says where it means that somebody will do or write something, in any of its languages. */
const promise =
  /colleague|will look|will write|will call|get back to you|unserem team|schreibt ihnen|meldet sich|équipe|écrira|équipo|equipo|escribirá|del nostro team|scriverà/i;

test("a letter that promises a person's answer is known as one, and no other letter promises any", () => {
  for (const language of letterLanguages)
    for (const passage of everyPassage()) {
      const { text } = writeLetter([passage], { ...options, language });
      assert.equal(promise.test(text), promisesPerson([passage]), `${language}: ${text}`);
      assert.equal(text.includes(vocabulary[language].colleague), promisesPerson([passage]), `${language}: ${text}`);
    }
});

test("no letter shows a word of the shop's own", () => {
  for (const language of letterLanguages)
    for (const passage of everyPassage()) {
      const { text } = writeLetter([passage], { ...options, language });
      assert.doesNotMatch(text.replace("lost at sea", ""), /_|item modified|requested|undefined|\bnull\b/, language);
    }
});

test("where an order is, is told with its tracking number", () => {
  const passage = {
    kind: "whereabouts",
    orderId: "#W1",
    items: ["Kettle"],
    status: "processed",
    tracking: ["42"],
  } as const;
  const { text } = writeLetter([passage], options);
  assert.match(text, /#W1: Kettle \(on its way\)\n\nIt is packed and on its way to you\. Tracking number: 42\./);
});

test("whatever a value is, it is text in the HTML", () => {
  const evil = "<img src=x onerror=alert(1)>\"'&";
  const passages: Passage[] = [
    { ...cancelled, orderId: evil, items: [evil] },
    { kind: "by hand", text: `${evil}\n\nand more` },
    { kind: "which order", wasNamed: false, orders: [{ orderId: evil, items: [evil], status: evil }] },
  ];
  const { html } = writeLetter(passages, { ...options, firstName: evil, shopName: evil });
  assert.doesNotMatch(html, /<img/);
  assert.deepEqual(
    new Set([...html.matchAll(/<(\/?\w+)/g)].map(([, tag]) => tag)),
    new Set(["html", "body", "p", "ul", "li", "br", "/p", "/ul", "/li", "/body", "/html"]),
  );
});

describe("the language of a letter", () => {
  const letters = {
    de: "Guten Tag, ich möchte meine Bestellung stornieren. Bitte bestätigen Sie mir das. Danke",
    fr: "Bonjour, je voudrais annuler ma commande. Merci de me confirmer. Cordialement",
    es: "Hola, quiero cancelar mi pedido por favor. Gracias",
    it: "Buongiorno, vorrei annullare il mio ordine, grazie",
    nl: "Hallo, ik wil graag mijn bestelling annuleren, dank",
    pl: "Dzień dobry, proszę anulować moje zamówienie, dziękuję",
    en: "Hello, please cancel my order. Thank you",
  } as const;
  for (const [language, text] of Object.entries(letters))
    test(language, () => assert.equal(languageOf(text), language));

  test("is English where it is not clear", () => {
    for (const text of ["", "#W7106001", "Storno", "👍", "x".repeat(50_000)]) assert.equal(languageOf(text), "en");
  });
});
