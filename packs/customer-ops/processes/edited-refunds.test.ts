/** A person approves another amount than was asked for: the customer is told of the amount that was moved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { approve } from "praxis/testing";
import { mail, type Scene, scene } from "./testing/scene.ts";

const letter = mail("m-1", "ruth.abrams", "Please cancel my order #W7108001, I no longer need it.");

const lettersOf = ({ mailbox }: Scene): string[] =>
  mailbox.done.map(({ body }) => JSON.parse(JSON.stringify(body)).text);

for (const tier of ["T1", "T2"] as const) {
  test(`at ${tier} the letter names what went back, and not what was proposed`, async () => {
    const stage = scene(tier);
    await stage.praxis.given((play) => play.event("MailReceived", letter, { about: letter.thread, id: letter.id }));
    const [gate] = stage.praxis.gates();
    const above = { ...JSON.parse(JSON.stringify(gate?.proposal)), amountCents: 500_000 };
    await assert.rejects(
      stage.praxis.when((play) => play.answer(/Refund \$4,900\.00/, approve(above))),
      /\$5,000\.00 is too much: at most \$4,900\.00 may be taken for #W7108001/,
    );
    assert.equal(stage.shop.doneAt("POST /payments/refunds").length, 0);
    const edited = { ...JSON.parse(JSON.stringify(gate?.proposal)), amountCents: 480_000 };
    await stage.praxis.when((play) => play.answer(/Refund \$4,900\.00/, approve(edited)));
    const [refund, ...others] = stage.shop.doneAt("POST /payments/refunds");
    assert.equal(others.length, 0);
    assert.equal(JSON.parse(JSON.stringify(refund?.body)).amountCents, 480_000);
    const [text = "", ...more] = lettersOf(stage);
    assert.equal(more.length, 0);
    assert.match(text, /\$4,800\.00 goes back/);
    assert.doesNotMatch(text, /4,?900/);
  });
}
