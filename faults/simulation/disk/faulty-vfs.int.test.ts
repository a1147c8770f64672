/** SQLite on the simulated disk: what of it a power cut takes, and what it does not. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sqliteCode, sqliteIoError } from "../../../src/log/sqlite/database.ts";
import { type Fate, OneEnd } from "../world/fate.ts";
import { newPages } from "../world/new-disk.ts";
import { PagedStorage } from "../world/paged-storage.ts";
import { Life, Schedule } from "../world/schedule.ts";
import type { Opened } from "../world/storage.ts";
import type { Tear } from "./simulated-file.ts";

/** Syncs fail when they are told to, and then lose all they had. */
class Disk {
  syncsFail = false;
  foldersFail = false;
  #lastPoint = "";
  readonly #storage: PagedStorage;

  private constructor(pages: ReadonlyMap<string, Uint8Array>) {
    const isFailing = (): boolean => this.syncsFail || (this.foldersFail && this.#lastPoint.includes("of the folder"));
    const fate: Fate = {
      random: { next: () => 0, bytes: (count) => new Uint8Array(count) },
      habits: {
        ...new OneEnd(0, { kind: "kill" }).habits,
        get syncFails() {
          return isFailing() ? 1 : 0;
        },
      },
      at: () => null,
      calm: () => undefined,
      isCalm: false,
    };
    this.#storage = new PagedStorage(new Schedule(0), fate, pages);
  }

  static async holdingALog(): Promise<Disk> {
    return new Disk(await newPages());
  }

  start(): Opened & { kill(): void } {
    const life = new Life();
    const point = (name: string): boolean => {
      this.#lastPoint = name;
      return false;
    };
    const host = { life, point, mayStop: () => undefined, committed: () => undefined };
    const opened = this.#storage.open(host);
    return {
      ...opened,
      kill() {
        life.state = "ended";
        opened.bury();
      },
    };
  }

  /** @returns the tables that are left. */
  powerCut(tear: Tear): string[] {
    this.#storage.powerCut(tear);
    const { database, close } = this.#storage.inspect();
    try {
      return database.all("SELECT name FROM sqlite_schema WHERE name LIKE 'written_%'").map((row) => String(row.name));
    } finally {
      close();
      this.#storage.close();
    }
  }
}

test("the name of the write-ahead log is on disk once any process has synced it, whoever made the file", async () => {
  const disk = await Disk.holdingALog();
  const maker = disk.start();
  // Its first look at the database makes the file.
  maker.database.get("SELECT count(*) FROM events");
  maker.kill();
  const heir = disk.start();
  heir.database.script("CREATE TABLE written_later (a)");
  heir.disk.syncNow();
  heir.kill();
  assert.deepEqual(disk.powerCut("loses"), ["written_later"]);
});

test("SQLite does not look whether that name could be brought to disk; a start does", async () => {
  for (const [isSeenTo, left] of [[false, []] as const, [true, ["written_later"]] as const]) {
    const disk = await Disk.holdingALog();
    const process = disk.start();
    disk.foldersFail = true;
    process.database.script("CREATE TABLE written_later (a)");
    if (isSeenTo) assert.throws(() => process.disk.renew(), /EIO/);
    disk.foldersFail = false;
    if (isSeenTo) process.disk.renew();
    process.disk.syncNow();
    process.kill();
    assert.deepEqual(disk.powerCut("loses"), left);
  }
});

describe("a sync of SQLite's own that fails", () => {
  const failedCheckpoint = async (): Promise<{ disk: Disk; process: ReturnType<Disk["start"]> }> => {
    const disk = await Disk.holdingALog();
    const process = disk.start();
    process.database.script("CREATE TABLE written_once (a)");
    disk.syncsFail = true;
    assert.throws(
      () => process.database.checkpoint("TRUNCATE"),
      (thrown) => sqliteCode(thrown) === sqliteIoError,
    );
    disk.syncsFail = false;
    assert.ok(process.database.get("SELECT 1 FROM sqlite_schema WHERE name = 'written_once'"), "it is read as before");
    return { disk, process };
  };

  test("loses what it was to bring to disk, and a later one that succeeds does not bring it back", async () => {
    const { disk, process } = await failedCheckpoint();
    process.disk.syncNow();
    process.kill();
    assert.deepEqual(disk.powerCut("keeps"), []);
  });

  test("loses nothing that is written once more", async () => {
    const { disk, process } = await failedCheckpoint();
    process.disk.renew();
    process.kill();
    assert.deepEqual(disk.powerCut("loses"), ["written_once"]);
  });
});
