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

test("a trouble is news once, and so is its end", () => {
  const registry = new SourceRegistry();
  assert.deepEqual(
    [
      registry.tell("a", "no folder"),
      registry.tell("a", "no folder"),
      registry.tell("a", null),
      registry.tell("a", null),
    ],
    [true, false, true, false],
  );
});
