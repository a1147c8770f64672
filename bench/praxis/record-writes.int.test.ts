import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { tenSteps } from "../engines/ten-steps.ts";
import { openPraxis } from "./open-praxis.ts";
import { recordWrites } from "./record-writes.ts";
import { RunEnds } from "./run-ends.ts";

const folder = mkdtempSync(join(tmpdir(), "praxis-record-"));
after(() => rmSync(folder, { recursive: true }));

/** By all columns. */
function orderOf(database: DatabaseSync, table: string): string {
  return database
    .prepare(`SELECT * FROM "${table}"`)
    .columns()
    .map((_, index) => index + 1)
    .join(", ");
}

test("what is recorded of runs, given to the tables as they were before, makes the very rows that Praxis has", async () => {
  const opened = openPraxis(folder);
  // Also where it fails: its heartbeat would keep this process alive.
  after(() => opened.close());
  opened.praxis.load([tenSteps]);
  opened.praxis.start();
  const path = join(folder, "data", "log.db");
  const copy = join(folder, "copy.db");
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.prepare("VACUUM INTO ?").run(copy);
  const ends = new RunEnds(opened);
  const batches = await recordWrites(opened.log, async () => {
    for (let run = 0; run < 3; run++)
      assert.deepEqual(await ends.run("ten steps", {}), { n: 9, text: "a value of 20 bytes." });
  });
  const replayed = new DatabaseSync(copy);
  for (const batch of batches)
    for (const { statement, parameters } of batch) replayed.prepare(statement).run(...parameters);
  const tables = reader
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name));
  assert.ok(tables.includes("events") && tables.includes("runs"));
  for (const table of tables) {
    const rows = (database: DatabaseSync) =>
      database.prepare(`SELECT * FROM "${table}" ORDER BY ${orderOf(database, table)}`).all();
    assert.deepEqual(rows(replayed), rows(reader), table);
  }
  // A start, an end, and what was done between, in one event or in some.
  assert.ok(Number(reader.prepare("SELECT count(*) AS count FROM events").get()?.count) >= 3 * 3);
  reader.close();
  replayed.close();
});
