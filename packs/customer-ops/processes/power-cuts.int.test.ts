/** The power is cut before and after every event that a ticket records, at every tier. About 100 performances of a few milliseconds each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { approve, type Person } from "praxis/testing";
import { scene, ticket } from "./testing/scene.ts";
import { tickets } from "./tickets.ts";

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
