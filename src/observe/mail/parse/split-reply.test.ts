import assert from "node:assert/strict";
import { test } from "node:test";
import { splitReply } from "./split-reply.ts";

const newPart = (text: string): string => splitReply(text).text;

const replies: Record<string, string> = {
  "Gmail in English":
    "Yes, please refund it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Harrow & Finch <help@harrow.example> wrote:\n> Shall we refund?\n> Yours",
  "an attribution over two lines":
    "Yes, please refund it.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Harrow & Finch\n<help@harrow.example> wrote:\n\n> Shall we refund?",
  German:
    "Yes, please refund it.\n\nAm Mo., 2. März 2026 um 10:00 Uhr schrieb Harrow & Finch <help@harrow.example>:\n> Sollen wir?",
  French:
    "Yes, please refund it.\n\nLe lun. 2 mars 2026 à 10:00, Harrow & Finch <help@harrow.example> a écrit :\n> Bonjour",
  Spanish: "Yes, please refund it.\n\nEl lun, 2 mar 2026 a las 10:00, Harrow (<help@harrow.example>) escribió:\n> Hola",
  "Outlook, unmarked":
    "Yes, please refund it.\n\nFrom: Harrow & Finch <help@harrow.example>\nSent: Monday, March 2, 2026 10:00\nTo: Mia\nSubject: Your order\n\nShall we refund?\nYours",
  "Outlook in German with a line":
    "Yes, please refund it.\n________________________________\nVon: Harrow\nGesendet: Montag\nAn: Mia\nBetreff: Ihre Bestellung\n\nSollen wir?",
  "the original message": "Yes, please refund it.\n\n-----Original Message-----\nShall we refund?",
  "a signature": "Yes, please refund it.\n\n-- \nMia Mustermann\nMusterstr. 1",
  "a phone's signature": "Yes, please refund it.\n\nSent from my iPhone",
  "an unmarked quote after the attribution":
    "Yes, please refund it.\n\nOn 2 March 2026, Harrow wrote:\n\nShall we refund?\nYours",
};

for (const [what, reply] of Object.entries(replies)) {
  test(`the new part of a reply: ${what}`, () => {
    const { text, quoted } = splitReply(reply);
    assert.equal(text, "Yes, please refund it.");
    assert.notEqual(quoted, "");
  });
}

test("answers between the quoted lines, and below them, are new", () => {
  assert.equal(
    newPart("On 2 March 2026, Harrow wrote:\n> Is it broken?\nYes.\n> Refund or a new one?\nA new one please.\n"),
    "Yes.\nA new one please.",
  );
});

test("a mail that was only forwarded is all new", () => {
  const forwarded =
    "---------- Forwarded message ---------\nFrom: Ben <ben@example.com>\nDate: Mon\nSubject: mug\nTo: Mia\n\nThe mug is broken";
  assert.deepEqual(splitReply(forwarded), { text: forwarded, quoted: "" });
});

test("a mail that quotes nothing stays as it is, also where it speaks of itself", () => {
  for (const text of [
    "On Monday I wrote: please call me.\nNobody did.",
    "From: the shop I expected more.\nSubject to your terms I return it.",
    "Hello\n\n1 > 2 and a -- b",
    "",
  ])
    assert.deepEqual(splitReply(text), { text, quoted: "" });
});

test("a hundred thousand lines that begin like an attribution are read in one pass", () => {
  assert.equal(typeof newPart("On and on and on\n".repeat(100_000)), "string");
  assert.equal(typeof newPart(`On ${"wrote ".repeat(50_000)}`), "string");
});
