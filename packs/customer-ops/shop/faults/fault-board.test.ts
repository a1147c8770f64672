import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultBoard } from "./fault-board.ts";
import { type FaultSettingsInput, faultSettingsSchema, nextFaultSchema } from "./fault-settings.ts";

const write = { world: "main", method: "POST", path: "/w/main/payments/refunds" };
const read = { ...write, method: "GET" };

function boardOf(settings: FaultSettingsInput): FaultBoard {
  return new FaultBoard(faultSettingsSchema.parse(settings));
}

function kindsOf(board: FaultBoard, count: number, call = write): string[] {
  return Array.from({ length: count }, () => board.plan(call)?.kind ?? "none");
}

test("the same seed gives the same faults, another seed others", () => {
  const settings = { error500: 0.2, rateLimited: 0.2, reset: 0.2, timeoutAfterSuccess: 0.2, garbage: 0.2 };
  const kinds = kindsOf(boardOf({ seed: 7, ...settings }), 200);
  assert.deepEqual(kindsOf(boardOf({ seed: 7, ...settings }), 200), kinds);
  assert.notDeepEqual(kindsOf(boardOf({ seed: 8, ...settings }), 200), kinds);
  assert.deepEqual([...new Set(kinds)].toSorted(), [
    "error500",
    "garbage",
    "none",
    "rateLimited",
    "resetAfter",
    "resetBefore",
    "timeoutAfterSuccess",
  ]);
});

test("switching one fault on does not move the others", () => {
  const alone = kindsOf(boardOf({ seed: 3, error500: 0.3 }), 300);
  const both = kindsOf(boardOf({ seed: 3, error500: 0.3, garbage: 0.3 }), 300);
  assert.deepEqual(
    both.map((kind) => (kind === "garbage" ? "none" : kind)),
    alone,
  );
});

test("a probability is met within three standard deviations", () => {
  const count = kindsOf(boardOf({ seed: 11, error500: 0.1 }), 10_000).filter((kind) => kind === "error500").length;
  assert.ok(Math.abs(count - 1_000) < 90, `${count} of 10,000`);
});

test("reads meet faults only if asked for, and then only those that leave a read a read", () => {
  const everything = { error500: 0, rateLimited: 1, garbage: 1, timeoutAfterSuccess: 1 };
  assert.equal(boardOf({ error500: 1 }).plan(read), undefined);
  assert.equal(boardOf({ reads: true, ...everything }).plan(read), undefined);
  assert.equal(boardOf({ reads: true, error500: 1 }).plan(read)?.kind, "error500");
  assert.equal(boardOf({ reads: true, slow: { p: 1, delayMs: 9 } }).plan(read)?.delayMs, 9);
});

test("a one-shot fault meets exactly the next call that matches", () => {
  const board = boardOf({});
  board.addNext("main", nextFaultSchema.parse({ pathContains: "/refunds", fault: "garbage", method: "POST" }));
  assert.equal(board.plan({ ...write, path: "/w/main/payments/captures" }), undefined);
  assert.equal(board.plan({ ...write, world: "other" }), undefined);
  assert.equal(board.plan(read), undefined);
  assert.equal(board.plan(write)?.kind, "garbage");
  assert.equal(board.plan(write), undefined);
});

test("what was set last holds, for one world or for all", () => {
  const board = boardOf({ error500: 1 });
  board.setWorld("main", faultSettingsSchema.parse({ garbage: 1 }));
  assert.equal(board.plan(write)?.kind, "garbage");
  assert.equal(board.plan({ ...write, world: "other" })?.kind, "error500");
  board.forgetWorld("main");
  assert.equal(board.plan(write)?.kind, "error500");
  board.setWorld("main", faultSettingsSchema.parse({ garbage: 1 }));
  board.setAll(faultSettingsSchema.parse({}));
  assert.equal(board.plan(write), undefined);
});
