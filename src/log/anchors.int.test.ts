/** Anchors on a disk that is full, and of a process that was killed while it wrote them (K9). */
import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { Anchors } from "./anchors.ts";

const head = (position: number) => ({ position, hash: `h${position}` });
const hourMs = 3_600_000;
let root = "";
let folder = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "praxis-anchors-"));
  folder = join(root, "log");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const path = (name: string): string => join(folder, name);
const positions = (): number[] => new Anchors(root, "log").all().anchors.map(({ position }) => position);

test("K9: a key that was cut off before anything was signed with it is made anew", () => {
  new Anchors(root, "log");
  truncateSync(path("signing.key"), 40);
  new Anchors(root, "log", 1).write("head", head(1), hourMs, "data");
  assert.equal(new Anchors(root, "log").latest()?.position, 1);
});

test("K9: a key that is damaged while there are anchors is refused with words: another one could not read them", () => {
  new Anchors(root, "log", 1).write("head", head(1), hourMs, "data");
  truncateSync(path("signing.key"), 40);
  assert.throws(() => new Anchors(root, "log"), { code: "anchor_key_damaged", disposition: "pause" });
});

test("K9: a line of the history that was cut off is no forgery, and harms no line after it", () => {
  const anchors = new Anchors(root, "log", 1);
  anchors.write("head", head(1), hourMs, "data");
  anchors.write("head", head(2), 2 * hourMs, "data");
  const line = readFileSync(path("history.jsonl"), "utf8").split("\n")[1] ?? "";
  appendFileSync(path("history.jsonl"), line.slice(0, 100));
  assert.equal(new Anchors(root, "log").all().forged, 0);
  new Anchors(root, "log", 2).write("head", head(3), 3 * hourMs, "data");
  assert.deepEqual(positions(), [1, 2, 3, 3]);
  assert.equal(new Anchors(root, "log").all().forged, 0);
  appendFileSync(path("history.jsonl"), `${line.replace('"position":2', '"position":9')}\n`);
  assert.equal(new Anchors(root, "log").all().forged, 1);
});

test("K9: a full disk keeps the last anchor, and costs no open files however often it is tried", (context) => {
  if (!existsSync("/dev/full")) return context.skip("there is no /dev/full here");
  const anchors = new Anchors(root, "log", 1);
  anchors.write("head", head(1), hourMs, "data");
  symlinkSync("/dev/full", path("head.json.new"));
  const openFiles = (): number => readdirSync("/proc/self/fd").length;
  const before = openFiles();
  for (let n = 0; n < 20; n++)
    assert.throws(() => anchors.write("head", head(2), hourMs + n, "data"), { code: "ENOSPC" });
  assert.equal(openFiles(), before);
  assert.equal(anchors.latest()?.position, 1);
  rmSync(path("head.json.new"));
  anchors.write("head", head(2), hourMs, "data");
  assert.equal(anchors.latest()?.position, 2);
});

test("K9: an anchor that somebody else signed is none", () => {
  new Anchors(root, "log", 1).write("head", head(1), hourMs, "data");
  const kept = readFileSync(path("head.json"), "utf8");
  writeFileSync(path("head.json"), kept.replace('"position":1', '"position":0'));
  assert.equal(new Anchors(root, "log").latest(), undefined);
});
