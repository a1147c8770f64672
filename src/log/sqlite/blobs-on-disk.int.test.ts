/** Blobs in a data folder: one from before there were any, backups, and damage on disk. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, test } from "node:test";
import type { BlobRef } from "../../kernel/event.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { backUp, restore } from "./backup.ts";
import { type OpenedLog, openLog } from "./open-log.ts";
import { verifyFolder } from "./verify.ts";

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "praxis-blobs-"));
  roots.push(root);
  return root;
}

function open(root: string): OpenedLog {
  return openLog({
    folder: join(root, "data"),
    anchorFolder: join(root, "anchors"),
    ports: testPorts({ clock: new ManualClock(Date.now()), seed: statSync(root).ino }),
    projections: [],
    fatal: () => undefined,
  });
}

function close({ log, ownership }: OpenedLog): void {
  log.close();
  ownership.release();
}

async function keep({ log }: OpenedLog, content: Uint8Array): Promise<BlobRef> {
  const { value, durable } = log.write((transaction) => {
    const ref = transaction.putBlob(content, "mia");
    const event = { type: "Kept", data: {}, blobs: [ref] };
    transaction.append("mail", transaction.head("mail"), [event], { principal: "system", subject: "mia" });
    return ref;
  });
  await durable;
  return value;
}

const photo = Buffer.from("a photo of a broken mug");
const verify = (root: string) => verifyFolder(join(root, "data"), join(root, "anchors"), () => undefined);

function tamper(root: string, statement: string): void {
  const database = new DatabaseSync(join(root, "data", "log.db"));
  database.exec(statement);
  database.close();
}

test("a folder from before there were blobs verifies, and gets its table when it is opened", async () => {
  const root = newRoot();
  const before = open(root);
  before.log.append("a", 0, [{ type: "One", data: {} }], { principal: "system" });
  await before.log.whenDurable();
  close(before);
  tamper(root, "DROP TABLE blobs");
  assert.deepEqual(verify(root).problems, []);
  const one = open(root);
  const ref = await keep(one, photo);
  assert.equal(one.log.readBlob(ref.blob)?.status, "kept");
  close(one);
  assert.deepEqual(verify(root).problems, []);
});

test("a blob that was changed on disk is found, and a backup has it as it was", async () => {
  const root = newRoot();
  const one = open(root);
  const ref = await keep(one, photo);
  await backUp(join(root, "data"), join(root, "backup"), new Date(), () => undefined);
  close(one);
  tamper(root, "UPDATE blobs SET sealed = CAST(substr(sealed, 2) || x'00' AS BLOB)");
  assert.match(verify(root).problems.join(), /blob [0-9a-f]{32} was changed/);
  restore(join(root, "backup"), join(root, "data"), new Date());
  const again = open(root);
  const read = again.log.readBlob(ref.blob);
  assert.ok(read?.status === "kept" && photo.equals(read.bytes));
  assert.deepEqual(verify(root).problems, []);
  close(again);
});

test("many large blobs do not make the write-ahead log grow without bound", async () => {
  const root = newRoot();
  const one = open(root);
  const content = new Uint8Array(4 * 1024 * 1024);
  for (let index = 0; index < 50; index++) {
    content[0] = index;
    await keep(one, content);
  }
  const walBytes = statSync(join(root, "data", "log.db-wal")).size;
  assert.ok(walBytes < 112 * 1024 * 1024, `${walBytes}`);
  close(one);
});
