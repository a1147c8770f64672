/** Goods that come before anybody has asked to return them, or that the shop does not know: a person is asked, and each unit is paid at most once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, decline } from "praxis/testing";
import { type Scene, scene, ticket } from "./testing/scene.ts";
import { goods, tickets } from "./tickets.ts";

const planterIsBack = { id: "g-1", orderId: "#W7007002", customer: "sofie_lindqvist", itemIds: ["4140000003"] };
const asksForReturn = ticket("t-1", "sofie_lindqvist", "Return #W7007002 via gift_card_5700002: Herb Planter;");
const unasked = /^A parcel came for order #W7007002 of Sofie Lindqvist, and nobody has asked to return what is in it/;
const unknown = /which the shop does not know/;
const refund = answer("refund as a return now");
const keep = answer("keep noted until the customer asks");
const mistake = answer("it was a mistake");

const refunds = ({ shop }: Scene): number => shop.doneAt("POST /payments/refunds").length;
const openTitles = ({ praxis }: Scene): string[] =>
  praxis.gates().flatMap(({ status, title }) => (status === "open" ? [title] : []));
const letters = ({ mailbox }: Scene): string[] => mailbox.done.map(({ body }) => JSON.stringify(body));

test("a parcel that came first is asked about, kept noted, and refunded once when the return is asked for", async () => {
  const stage = scene();
  await stage.praxis.given((play) => play.event(goods, planterIsBack));
  assert.equal(stage.shop.done.length, 0, "nothing is done before a person has answered");
  assert.deepEqual(
    openTitles(stage).map((title) => unasked.test(title)),
    [true],
  );
  await stage.praxis.when((play) => play.answer(unasked, keep).advance("3 days"));
  assert.equal(refunds(stage), 0);
  await stage.praxis.when((play) => play.event(tickets, asksForReturn).advance("1 hour"));
  assert.equal(refunds(stage), 1);
  assert.equal(letters(stage).filter((letter) => /We have received .*Herb Planter.* back/.test(letter)).length, 1);
  await stage.praxis.when((play) => play.event(goods, { ...planterIsBack, id: "g-2" }).advance("3 days"));
  assert.equal(refunds(stage), 1, "a second notice of the unit pays nothing more");
  assert.deepEqual(openTitles(stage), []);
});

test("where the return is asked for while the question stands, any answer but a mistake refunds the parcel, once, also that nobody can say", async () => {
  for (const said of [keep, refund, decline("I do not know")]) {
    const stage = scene();
    await stage.praxis.when((play) =>
      play.event(goods, planterIsBack).event(tickets, asksForReturn).answer(unasked, said),
    );
    assert.equal(refunds(stage), 1);
    assert.equal(stage.shop.done.filter(({ route }) => route === "PUT /operations/:id").length, 1, "one return");
    assert.deepEqual(openTitles(stage), []);
  }
});

test("a yes to the refund opens the return at the shop, and pays once however often the parcel is noticed", async () => {
  const stage = scene();
  await stage.praxis.when((play) =>
    play
      .event(goods, planterIsBack, { id: "g-1" })
      .event(goods, planterIsBack, { id: "g-1" })
      .event(goods, { ...planterIsBack, id: "g-2" }),
  );
  assert.equal(openTitles(stage).length, 2, "the same notice twice is one");
  await stage.praxis.when((play) => play.answer(unasked, refund).answer(unasked, refund));
  assert.equal(refunds(stage), 1);
  assert.match(JSON.stringify(stage.shop.snapshot()), /"#W7007002","status":"return requested"/);
  assert.deepEqual(openTitles(stage), []);
});

test("a return that the shop does not open is asked about again, with why", async () => {
  const stage = scene();
  const pending = { id: "g-1", orderId: "#W7007001", customer: "sofie_lindqvist", itemIds: ["4120000002"] };
  await stage.praxis.when((play) => play.event(goods, pending).answer(/^A parcel/, refund));
  assert.equal(refunds(stage), 0);
  assert.equal(openTitles(stage).length, 1);
  assert.match(JSON.stringify(stage.praxis.gates()), /its return was not opened: /);
  await stage.praxis.when((play) => play.answer(/^A parcel/, mistake));
  assert.match(JSON.stringify(stage.praxis.runs()), /nobody has asked to return it: it was a mistake/);
  assert.deepEqual([openTitles(stage), refunds(stage)], [[], 0]);
});

test("what is kept noted for a week without a return is asked about again", async () => {
  const stage = scene();
  await stage.praxis.when((play) => play.event(goods, planterIsBack).answer(unasked, keep).advance("8 days"));
  assert.deepEqual(
    openTitles(stage).map((title) => unasked.test(title)),
    [true],
  );
  assert.equal(refunds(stage), 0);
});

test("a parcel for an order or an item that the shop does not know is a question, and nothing is paid", async () => {
  for (const odd of [
    { orderId: "#NOPE" },
    { itemIds: ["4190000009"] },
    { itemIds: ["4140000003/2"] },
    { itemIds: ["4140000003/x"] },
  ]) {
    const stage = scene();
    await stage.praxis.given((play) => play.event(goods, { ...planterIsBack, ...odd }));
    assert.deepEqual(
      openTitles(stage).map((title) => unknown.test(title)),
      [true],
    );
    await stage.praxis.when((play) => play.answer(unknown, mistake));
    assert.deepEqual([openTitles(stage), stage.shop.done.length], [[], 0]);
    assert.match(
      JSON.stringify(stage.praxis.runs()),
      /(there is no such order|the order does not hold it): it was a mistake/,
    );
  }
});
