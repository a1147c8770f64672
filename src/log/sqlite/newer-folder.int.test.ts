/** A folder that a newer Praxis wrote to is refused in words before anything in it changes, and `verify` says whose it is (K10, ADR 0030). */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { KnowsKind } from "./event-kinds.ts";
import { openLog } from "./open-log.ts";
import { verifyFolder } from "./verify.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "praxis-newer-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const older: KnowsKind = (type) => type === "One";
const newer: KnowsKind = () => true;

function open(knows: KnowsKind) {
  const one = openLog({
    folder: join(root, "data"),
    anchorFolder: join(root, "anchors"),
    ports: testPorts(),
    projections: [],
    knows,
    fatal: (error) => {
      throw error;
    },
  });
  const close = (): void => {
    one.log.close();
    one.ownership.release();
  };
  return { log: one.log, close, ownership: one.ownership };
}

const files = (): Buffer[] => ["log.db", "log.db-wal"].map((name) => readFileSync(join(root, "data", name)));

for (const ending of ["closed", "killed"] as const) {
  test(`K10: events that only a newer version knows keep the older one out of a folder that was ${ending}, and nothing in it changes`, async () => {
    const first = open(older);
    await first.log.append("a", 0, [{ type: "One", data: 1 }], { principal: "system" }).durable;
    first.close();
    const second = open(newer);
    await second.log.append("b", 0, [{ type: "Two", data: 2 }], { principal: "system" }).durable;
    // Its database stays open where it is killed: what it wrote lies in the WAL.
    if (ending === "closed") second.close();
    const before = ending === "closed" ? [readFileSync(join(root, "data", "log.db"))] : files();
    if (ending === "killed") second.ownership.release();
    assert.throws(() => open(older), {
      code: "newer_log",
      message: /does not know: Two$/,
      next: /^Nothing was changed\. Install that version again/,
    });
    const after = ending === "closed" ? [readFileSync(join(root, "data", "log.db"))] : files();
    assert.deepEqual(after, before);
    const { ok, notes, events } = verifyFolder(join(root, "data"), join(root, "anchors"), () => undefined, [], older);
    assert.deepEqual([ok, events], [true, 2]);
    assert.match(
      notes.join("\n"),
      /a newer version of Praxis wrote to this folder: .*Two; its tables are for that version/,
    );
    if (ending === "killed") second.log.close();
    const third = open(newer);
    assert.equal(third.log.head().position, 2);
    third.close();
  });
}
