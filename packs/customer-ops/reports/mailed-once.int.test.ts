/** A report and its mail, with the power cut again and again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scene } from "../processes/testing/scene.ts";

test("a report is published and mailed once, wherever the power is cut and though the event comes twice", async () => {
  const { praxis, mailbox } = scene();
  const ended = { due: "2026-01-05T12:00:00.000Z" };
  await praxis.crashingAtRandom(
    (play) => play.event("WeekEnded", ended, { id: "once" }).event("WeekEnded", ended, { id: "twice" }),
    { seeds: 10 },
  );
  const [first, second, ...others] = praxis
    .runs("weekly report")
    .map(({ status, value }) => [status, JSON.parse(JSON.stringify(value)).isNew]);
  assert.deepEqual([first, second, others], [["done", true], ["done", false], []]);
  assert.deepEqual(
    praxis.runs("mail report").map(({ value }) => value),
    ["mailed"],
  );
  assert.equal(mailbox.done.length, 1);
});
