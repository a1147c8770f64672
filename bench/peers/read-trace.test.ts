import assert from "node:assert/strict";
import { test } from "node:test";
import { markOfAnswer, markOfStep } from "./engine.ts";
import { modeOf, readTrace } from "./read-trace.ts";

const step = `7 access("${markOfStep}", F_OK) = -1 ENOENT (No such file or directory)`;
const answer = `7 access("${markOfAnswer}", F_OK) = -1 ENOENT (No such file or directory)`;
const sync = "9 fdatasync(23) = 0";
const read = (...lines: string[]) => readTrace(lines.join("\n"));
const modeOfLines = (...lines: string[]) => modeOf(read(...lines));

test("a sync that another thread interrupted is counted once, when it has come back", () => {
  const trace = read("9 fsync(23 <unfinished ...>", "8 fdatasync(24) = 0", "9 <... fsync resumed>)            = 0");
  assert.deepEqual(trace.calls, { fdatasync: 1, fsync: 1 });
  assert.equal(trace.syncs, 2);
});

test("a sync that has failed or not come back is none", () => {
  assert.equal(read("9 fsync(23) = -1 EIO (Input/output error)", "9 fsync(24 <unfinished ...>").syncs, 0);
});

test("sync_file_range promises nothing: it is named, and not counted as a sync", () => {
  const trace = read(step, "9 sync_file_range(9, 0, 4096, SYNC_FILE_RANGE_WRITE) = 0", step);
  assert.deepEqual(trace.calls, { sync_file_range: 1 });
  assert.deepEqual([trace.syncs, trace.betweenSteps], [0, { with: 0, of: 1 }]);
});

test("a sync between all steps and before the answer is before next", () => {
  assert.equal(modeOfLines(step, sync, step, sync, answer, step, sync, step, sync, answer), "before next");
});

test("a sync before the answer alone is before out", () => {
  assert.equal(modeOfLines(step, step, sync, answer, step, step, sync, answer), "before out");
});

test("a sync that comes back only after the answer is later, however many there are", () => {
  assert.equal(modeOfLines(step, sync, step, answer, sync, sync, sync), "later");
  assert.equal(modeOfLines(step, step, "9 fsync(3 <unfinished ...>", answer, "9 <... fsync resumed>) = 0"), "later");
});

test("nothing that was looked at shows nothing", () => {
  assert.equal(modeOfLines(""), "later");
});
