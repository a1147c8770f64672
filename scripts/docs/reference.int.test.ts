/** The reference is what the code gives. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { eventTypes } from "../../src/assembly/event-kinds.ts";
import { findVariables, listedVariables } from "./reference/environment.ts";
import { findTypes, listedTypes, recordedTypes } from "./reference/events.ts";
import { referenceFiles } from "./reference/pages.ts";

const root = dirname(dirname(import.meta.dirname));
const folder = join(root, "docs", "reference");
const renew = "renew it: node --conditions=praxis-source scripts/docs/write-reference.ts";

test("the committed reference is what the code gives", async () => {
  const files = await referenceFiles(root);
  assert.deepEqual(readdirSync(folder).sort(), [...files.keys()].sort(), `pages of docs/reference; ${renew}`);
  for (const [file, text] of files) {
    const committed = readFileSync(join(folder, file), "utf8");
    const line = firstDifference(committed, text);
    assert.equal(line, null, `docs/reference/${file}, line ${line}, is not what the code gives; ${renew}`);
  }
});

test("a page that was edited would be noticed, by its line", () => {
  assert.equal(firstDifference("a\nb\n", "a\nb\n"), null);
  assert.equal(firstDifference("a\nb\nc\n", "a\nx\nc\n"), 2);
});

test("every variable that the code reads is listed, and every listed one of ours is read", () => {
  const found = findVariables(root);
  assert.deepEqual(
    found.filter((name) => !listedVariables.includes(name)),
    [],
    "scripts/docs/reference/environment.ts",
  );
  const ours = listedVariables.filter((name) => name.startsWith("PRAXIS_"));
  assert.deepEqual(
    ours.filter((name) => !found.includes(name)),
    [],
    "listed, and read nowhere",
  );
});

test("what is documented is what a start takes for known, so that a newer log is refused", () => {
  assert.deepEqual([...recordedTypes].sort(), [...eventTypes].sort(), "src/assembly/event-kinds.ts");
});

test("every type of event that the code records is listed", () => {
  assert.deepEqual(
    findTypes(root).filter((type) => !listedTypes.includes(type)),
    [],
    "scripts/docs/reference/events.ts",
  );
});

function firstDifference(committed: string, given: string): number | null {
  if (committed === given) return null;
  const lines = given.split("\n");
  return committed.split("\n").findIndex((line, index) => line !== lines[index]) + 1;
}
