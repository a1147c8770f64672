/** K1: what a sync of the process before has failed to bring to disk is written again, before anything is trusted. That it helps is shown by a simulated disk: docs/faults.md. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SlowDisk } from "../testing/slow-disk.ts";
import { Database } from "./database.ts";
import { walSync } from "./disk-sync.ts";
import { identify } from "./identify.ts";

const folder = mkdtempSync(join(tmpdir(), "praxis-identify-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("K1: writing a log of several MiB once more changes none of its bytes", () => {
  const database = new Database(join(folder, "large.db"));
  database.script("CREATE TABLE t (b BLOB)");
  for (let count = 0; count < 40; count++) database.run("INSERT INTO t VALUES (randomblob(100000))");
  const before = readFileSync(database.walPath);
  assert.ok(before.length > 3 * 1024 * 1024, "more than one chunk, and a last one that is not full");
  const disk = walSync(database.walPath);
  disk.renew();
  assert.ok(before.equals(readFileSync(database.walPath)));
  disk.close();
  database.close();
});

test("K1: a start on a disk that does not take it says so, changes nothing and lets go of the database", () => {
  const database = new Database(join(folder, "refused.db"));
  const disk = new SlowDisk();
  disk.broken = new Error("EIO");
  assert.throws(() => identify(database, disk, () => "log"), { code: "disk_failed" });
  assert.equal(database.inTransaction, false);
  assert.equal(database.get("SELECT 1 FROM sqlite_schema WHERE name = 'log_identity'"), undefined);
  disk.broken = null;
  assert.deepEqual(
    identify(database, disk, () => "log"),
    { id: "log", epoch: 1 },
  );
  assert.equal(disk.blocking, 2, "the log was synced before it was trusted");
  database.close();
});
