import assert from "node:assert/strict";
import { test } from "node:test";
import { fitOf, Memory } from "./told.ts";

test("what begins where one's knowledge ends is new, what ends there is known, and what begins later leaves a gap", () => {
  assert.equal(fitOf({ after: 10, position: 12, topics: [] }, 10), "new");
  assert.equal(fitOf({ after: 8, position: 12, topics: [] }, 10), "new");
  assert.equal(fitOf({ after: 8, position: 10, topics: [] }, 10), "known");
  assert.equal(fitOf({ after: 11, position: 12, topics: [] }, 10), "gap");
});

test("who comes later is told all that happened since, and no more", () => {
  const memory = new Memory();
  memory.remember({ after: 10, position: 12, topics: ["runs"] });
  memory.remember({ after: 12, position: 15, topics: ["gates", "runs"] });
  assert.deepEqual(memory.since(10, 15), { after: 10, position: 15, topics: ["runs", "gates"] });
  assert.deepEqual(memory.since(12, 15), { after: 12, position: 15, topics: ["gates", "runs"] });
  assert.deepEqual(memory.since(15, 15), { after: 15, position: 15, topics: [] });
  assert.deepEqual(memory.since(20, 15), { after: 20, position: 20, topics: [] });
});

test("what is not remembered may be anything", () => {
  const memory = new Memory();
  assert.deepEqual(memory.since(3, 10), { after: 3, position: 10, topics: ["*"] });
  memory.remember({ after: 10, position: 12, topics: ["runs"] });
  assert.deepEqual(memory.since(9, 12).topics, ["*"]);
  memory.forget();
  assert.deepEqual(memory.since(10, 12).topics, ["*"]);
});

test("of a long time, the oldest is forgotten first", () => {
  const memory = new Memory();
  for (let position = 1; position <= 600; position += 1)
    memory.remember({ after: position - 1, position, topics: [`run/${position}`] });
  assert.deepEqual(memory.since(599, 600).topics, ["run/600"]);
  assert.deepEqual(memory.since(0, 600).topics, ["*"]);
});
