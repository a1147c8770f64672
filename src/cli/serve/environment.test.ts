import assert from "node:assert/strict";
import { test } from "node:test";
import { failpointsFrom, readSwitches } from "./environment.ts";

test("a failpoint sends its signal at the n-th hit of its name, and at no other", () => {
  const sent: string[] = [];
  const points = failpointsFrom("EffectAttempting.durable=kill@3, EffectSucceeded.before=stop@1", (signal) =>
    sent.push(signal),
  );
  points.hit("EffectAttempting.durable");
  points.hit("EffectAttempting.durable");
  assert.deepEqual(sent, []);
  points.hit("EffectSucceeded.before");
  points.hit("EffectAttempting.durable");
  points.hit("EffectAttempting.durable");
  assert.deepEqual(sent, ["SIGSTOP", "SIGKILL"]);
});

test("what does not read like a failpoint plants none", () => {
  const sent: string[] = [];
  for (const text of [undefined, "", "a", "a=kill", "a=kill@", "a=burn@1", "=kill@1"])
    failpointsFrom(text, (signal) => sent.push(signal)).hit("a");
  assert.deepEqual(sent, []);
});

test("switches are whole numbers above zero", () => {
  assert.deepEqual(readSwitches({ PRAXIS_TURN_LIMIT_MS: "250" }), {
    takeOverAfterMs: undefined,
    turnLimitMs: 250,
    turnLimitBytes: undefined,
    mostWaiting: undefined,
    mostInHand: undefined,
  });
  assert.throws(() => readSwitches({ PRAXIS_MOST_WAITING: "many" }), {
    code: "bad_environment",
    message: 'PRAXIS_MOST_WAITING is "many", and has to be a whole number above zero',
  });
});
