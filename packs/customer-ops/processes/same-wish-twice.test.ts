/** Two letters ask for the same, and a person is asked about the money of each: a no to the one lets the order go, so a yes to the other moves nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, approve, decline } from "praxis/testing";
import { mail, type Scene, scene } from "./testing/scene.ts";

const letters = [
  mail("m-1", "ruth.abrams", "Please cancel my order #W7108001, I no longer need it."),
  mail("m-2", "ruth.abrams", "Please cancel order #W7108001."),
];
const refundGate = /^Refund \$4,900\.00/;

const lettersOf = ({ mailbox }: Scene): string[] =>
  mailbox.done.map(({ body }) => JSON.parse(JSON.stringify(body)).text);
const openGates = ({ praxis }: Scene) => praxis.gates().filter(({ status }) => status === "open");

for (const tier of ["T1", "T2"] as const) {
  test(`at ${tier} no money moves for an order that the other letter's no has let go`, async () => {
    const stage = scene(tier);
    for (const each of letters)
      await stage.praxis.given((play) => play.event("MailReceived", each, { about: each.thread, id: each.id }));
    assert.deepEqual(
      openGates(stage).map(({ title }) => refundGate.test(title)),
      [true, true],
    );
    await stage.praxis.when((play) => play.answer(refundGate, decline("not today")));
    await stage.praxis.when((play) => play.answer(refundGate, approve()));
    assert.equal(stage.shop.doneAt("POST /payments/refunds").length, 0);
    assert.match(JSON.stringify(stage.shop.snapshot()), /"#W7108001","status":"pending"[^}]*"heldBy":null/);
    const told = lettersOf(stage);
    assert.equal(told.length, 2);
    for (const text of told) {
      assert.match(text, /We have not been able to cancel your order #W7108001 so far; a colleague will/);
      assert.doesNotMatch(text, /goes back|is cancelled|done already/);
    }
    const open = openGates(stage);
    assert.deepEqual(
      open.map(({ title }) => /^Answer Ruth Abrams yourself/.test(title)),
      [true, true],
    );
    assert.match(JSON.stringify(open), /what it builds on does not stand any more/);
    await stage.praxis.when((play) =>
      play.answer(/^Answer/, answer({ reply: "" })).answer(/^Answer/, answer({ reply: "" })),
    );
    assert.deepEqual(openGates(stage), []);
  });
}
