/** The power is cut before and after every event that a ticket or a parcel records, at every tier. Some 100 performances of a few milliseconds each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, approve, type Person } from "praxis/testing";
import { scene, ticket } from "./testing/scene.ts";
import { goods, tickets } from "./tickets.ts";

const text =
  "For #W7002001, change payment to gift_card_5200002. For #W7002001, modify Reading Lamp {'arm': 'short', 'finish': 'brass'} to {'arm': 'long'}; via credit_card_5200001.";

for (const tier of ["T1", "T2", "T3"] as const) {
  test(`two wishes of one ticket are done once each, wherever the plug is pulled (${tier})`, async () => {
    const { praxis, shop } = scene(tier);
    const person: Person = (gate) => (gate.kind === "unknown" ? "the truth" : approve());
    const report = await praxis
      .person(person)
      .crashingAfterEveryEvent((play) => play.event(tickets, ticket("t-1", "tomas_berg", text)), {
        ignoring: ["at", "shownAt"],
      });
    assert.ok(report.powerCuts > 40);
    assert.equal(shop.doneAt("POST /payments/refunds").length, 1);
    assert.equal(shop.doneAt("POST /payments/captures").length, 2);
  });
}

const parcel = { id: "g-1", orderId: "#W7007002", customer: "sofie_lindqvist", itemIds: ["4140000003"] };
const asks = ticket("t-1", "sofie_lindqvist", "Return #W7007002 via gift_card_5700002: Herb Planter;");

for (const said of ["keep noted until the customer asks", "refund as a return now"]) {
  test(`a parcel that came before its return is refunded once, wherever the plug is pulled (${said})`, async () => {
    const { praxis, shop } = scene();
    const isKept = said.startsWith("keep");
    const report = await praxis
      .person((gate) => (gate.kind === "question" ? answer(said) : approve()))
      .crashingAfterEveryEvent(
        (play) => {
          const arrived = play.event(goods, parcel);
          return isKept ? arrived.event(tickets, asks).advance("90 minutes") : arrived;
        },
        { ignoring: ["at", "shownAt"] },
      );
    assert.ok(report.powerCuts > 20);
    assert.equal(shop.doneAt("POST /payments/refunds").length, 1);
  });
}
