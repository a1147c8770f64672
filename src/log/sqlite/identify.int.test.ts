/** K1: what a sync of the process before has failed to bring to disk is written again, before anything is trusted. That it helps is shown by a simulated disk: docs/faults.md. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { SlowDisk } from "../testing/slow-disk.ts";
import { Database, sqliteIoError } from "./database.ts";
import { walSync } from "./disk-sync.ts";
import { identify } from "./identify.ts";
import { openLog } from "./open-log.ts";

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

test("K1: a start whose sync fails within SQLite does not write its log back on its way out", () => {
  class FailsOnce extends Database {
    fails = true;
    override checkpoint(mode: "PASSIVE" | "TRUNCATE"): boolean {
      const isLast = this.get("SELECT 1 FROM sqlite_schema WHERE name = 'log_identity'") !== undefined;
      if (this.fails && isLast) throw Object.assign(new Error("disk I/O error"), { errcode: sqliteIoError });
      return super.checkpoint(mode);
    }
  }
  const place = join(folder, "start");
  const open = (connect?: (path: string) => Database) =>
    openLog({
      folder: place,
      anchorFolder: join(folder, "anchors"),
      ports: testPorts(),
      projections: [],
      fatal: (error) => assert.fail(error.message),
      ...(connect === undefined ? {} : { connect }),
    });
  assert.throws(() => open((path) => new FailsOnce(path)), { code: "disk_failed" });
  assert.ok(statSync(join(place, "log.db-wal")).size > 0, "the log is there, as it was when its sync failed");
  const again = open();
  again.log.close();
  again.ownership.release();
});
