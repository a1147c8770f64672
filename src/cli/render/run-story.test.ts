import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../kernel/json.ts";
import type { EventShape, RunDetailShape } from "../client/shapes.ts";
import { describeEvent, describeStory } from "./run-story.ts";

const at = Date.parse("2026-05-03T10:00:00Z");

function event(type: string, data: Json, number = 1): EventShape {
  return { number, type, at, principal: "person:lea", data, erased: false };
}

function outcome(kind: string, name: string, value: Json, ok = true): EventShape {
  return event("OutcomeDelivered", { seq: 1, kind, name, args: null, ok, value, waited: false });
}

test("each recorded step reads as a sentence", () => {
  const read = (each: EventShape): string => describeEvent(each);
  assert.equal(read(event("RunStarted", {})), "started by person:lea");
  assert.equal(
    read(outcome("do", "payments.refund", { status: "declined", by: "mia", reason: "too much", gate: "g" })),
    "did payments.refund: declined too much (by mia)",
  );
  assert.equal(
    read(outcome("decide", "eligible", { status: "answered", answer: "yes", rung: "rule", by: "30 days" })),
    "decided eligible: answered yes (by 30 days)",
  );
  assert.equal(read(outcome("read", "shop.order", { id: "7" })), 'read shop.order: {"id":"7"}');
  assert.equal(read(outcome("local", "note", { message: "no" }, false)), 'noted note and failed: {"message":"no"}');
  assert.equal(
    read(event("RunWaiting", { waits: [{ what: "an answer" }, { what: "GoodsArrived" }] })),
    "waits for an answer, and for GoodsArrived",
  );
  assert.equal(read(event("RunSetAside", { reason: "it loops" })), "set aside: it loops");
  assert.equal(read({ ...event("RunFinished", null), erased: true }), "RunFinished (erased)");
  assert.equal(read(event("SomethingNew", { a: 1 })), 'SomethingNew {"a":1}');
});

test("a story tells where the run stands, what happened, and what a person can do now", () => {
  const run: RunDetailShape = {
    id: "run-1",
    process: "returns",
    version: "0123456789abcdef",
    isBehind: true,
    status: "waiting",
    account: "main",
    startedAt: at,
    changedAt: at,
    parent: null,
    detail: null,
    waits: [{ what: "an answer to a gate", owner: "approver", since: at, dueAt: null, kind: "gate", key: "g-1" }],
    input: { order: "7" },
    result: null,
    setAside: null,
    effects: [],
    gates: [
      {
        id: "g-1",
        kind: "approval",
        status: "open",
        title: "Refund 99",
        reasons: [],
        proposal: null,
        evidence: null,
        afterYes: "",
        afterNo: "",
        answerSchema: null,
        run: "run-1",
        process: "returns",
        effect: null,
        owner: "approver",
        openedAt: at,
        expiresAt: null,
        answeredAt: null,
        answeredBy: null,
      },
    ],
    events: [event("RunStarted", {})],
    nextEvents: 2,
  };
  const story = describeStory(run, at + 60_000);
  assert.match(story, /returns \(version 01234567; new runs begin on newer code\)/);
  assert.match(story, /an answer to a gate \(approver\), since 60 s/);
  assert.match(story, /to answer +praxis gates g-1/);
  assert.match(story, /started by person:lea/);
  assert.match(story, /praxis show run-1 --from 2/);
  assert.match(story, /"order": "7"/);
});
