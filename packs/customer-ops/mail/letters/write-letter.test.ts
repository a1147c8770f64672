import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { operationNames } from "../../contracts/operation.ts";
import { languageOf, languages } from "../read/language.ts";
import type { Passage, WishFacts } from "./facts.ts";
import { writeLetter } from "./write-letter.ts";

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
    "Hello Emily,\n\nYour order #W7106001 (Wool Throw and 2 x Candle) is cancelled. 1,234.50 USD goes back to your PayPal account. It can take a few days until you see it.\n\nKind regards\nHarrow & Finch\n",
  );
});

test("each language has its own words, and a language without any gets English", () => {
  const texts = new Set(languages.map((language) => writeLetter([cancelled], { ...options, language }).text));
  assert.equal(texts.size, 4);
  assert.match(
    writeLetter([cancelled], { ...options, language: "de" }).text,
    /1\.234,50 USD gehen zurück auf Ihr PayPal-Konto/,
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
        assert.doesNotMatch(text, /undefined|null|\[object/);
        assert.ok(text.length > 60, text);
      }
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
