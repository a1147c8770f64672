/** A folder that is compacted: it gets smaller, is whole against its anchors, is backed up and put back, and an older Praxis is told off. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { testPorts } from "../../../kernel/testing/test-ports.ts";
import { archiveAll } from "../../testing/archive-conformance.ts";
import { backUp, restore } from "../backup.ts";
import { openLog } from "../open-log.ts";
import { verifyFolder } from "../verify.ts";
import { rewriteFile } from "./rewrite-file.ts";

const root = mkdtempSync(join(tmpdir(), "praxis-compact-"));
after(() => rmSync(root, { recursive: true }));
const anchorFolder = join(root, "anchors");

const open = (folder: string) =>
  openLog({ folder, anchorFolder, ports: testPorts(), projections: [], archiveWindow: 100, fatal: () => undefined });

/** 2,000 events, archived, with an anchor among the archived ones. @param isOld whether its file was made before files could be cut */
async function compacted(name: string, isOld: boolean): Promise<{ folder: string; before: number; path: string }> {
  const folder = join(root, name);
  const first = open(folder);
  first.log.close();
  first.ownership.release();
  const path = join(folder, "log.db");
  if (isOld) {
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = NONE; VACUUM; PRAGMA journal_mode = WAL");
    database.close();
  }
  const { log, ownership, anchors } = open(folder);
  for (let n = 0; n < 2_000; n++) {
    log.append("a", n, [{ type: "Said", data: { n } }], { principal: "system" });
    if (n % 500 !== 49) continue;
    await log.whenDurable();
    anchors.write("restored", log.durableHead(), n, folder);
  }
  await log.whenDurable();
  const schema = (): unknown => log.sql.get("SELECT schema FROM log_identity")?.schema;
  assert.equal(schema(), 1);
  const before = log.space().fileBytes;
  await archiveAll(log);
  assert.equal(schema(), 2, "an older Praxis refuses what it could not read");
  for (let free = Number.POSITIVE_INFINITY; log.space().freeBytes < free; await log.shrink(50))
    free = log.space().freeBytes;
  assert.equal(log.space().canShrink, !isOld);
  anchors.write("head", log.durableHead(), 3_000, folder);
  log.close();
  ownership.release();
  return { folder, before, path };
}

const verify = (folder: string) => verifyFolder(folder, anchorFolder, () => undefined);

test("K9: a compacted folder is less than half as large, whole against its anchors, and so is a backup of it", async () => {
  const { folder, before, path } = await compacted("new", false);
  assert.ok(statSync(path).size < before / 2, `${statSync(path).size} of ${before}`);
  const { ok, events, problems } = verify(folder);
  assert.deepEqual([ok, events, problems], [true, 2_000, []]);
  await backUp(folder, join(root, "backup"), new Date(), () => undefined);
  restore(join(root, "backup"), join(root, "again"), new Date());
  assert.deepEqual(verify(join(root, "again")).problems, []);
});

test("a file from before keeps its length until it is written anew, once, by who has the folder for itself", async () => {
  const { folder, before, path } = await compacted("old", true);
  assert.ok(statSync(path).size >= before);
  const space = rewriteFile(folder, Date.now);
  assert.deepEqual([space.canShrink, space.freeBytes], [true, 0]);
  assert.ok(statSync(path).size < before / 2);
  assert.deepEqual(verify(folder).problems, []);
  const { log, ownership } = open(folder);
  assert.equal(log.readStream("a").length, 2_000);
  assert.throws(() => rewriteFile(folder, Date.now), { code: "folder_in_use" });
  log.close();
  ownership.release();
});
