import assert from "node:assert/strict";
import { test } from "node:test";
import { mailFolder } from "./mail/folder/mail-folder.ts";
import { schedule } from "./schedules/schedule.ts";
import { SourceRegistry } from "./source-registry.ts";

test("a name belongs to one source, for what came in is told apart by it", () => {
  const registry = new SourceRegistry();
  registry.add(mailFolder("inbox", { folder: "inbox" }));
  assert.throws(() => registry.add(schedule("inbox", { cron: "0 8 * * *", event: "Due" })), { code: "bad_source" });
  assert.throws(() => registry.add(mailFolder("api", { folder: "inbox" })), { code: "bad_source" });
  assert.throws(() => registry.add(mailFolder("in/box", { folder: "inbox" })), { code: "bad_source" });
  registry.add(schedule("weekly report", { cron: "0 8 * * MON", event: "Due" }));
  assert.deepEqual([registry.find("inbox"), registry.named("inbox")?.kind], [undefined, "mail folder"]);
});

test("a trouble is news once, and so is its end; it lasts since it was first seen, also where it changes", () => {
  const registry = new SourceRegistry();
  const noFolder = { why: "no folder", remedy: "make it" };
  assert.deepEqual([registry.tell("a", noFolder, 1), registry.tell("a", noFolder, 2)], [true, false]);
  const notReadable = { why: "not readable", remedy: "let it be read" };
  assert.equal(registry.tell("a", notReadable, 3), true);
  assert.deepEqual(registry.troubleOf("a"), { ...notReadable, since: 1 });
  assert.deepEqual([registry.tell("a", null, 4), registry.tell("a", null, 5)], [true, false]);
});
