/** A data folder and what can happen to it: damage, edits, copies, owners, a full disk (K1, K2, K9, E7). */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, test } from "node:test";
import type { PraxisError } from "../../kernel/errors.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { Anchors } from "../anchors.ts";
import { backUp, forgetRestoreMark, restore } from "./backup.ts";
import { refuseOldSqlite } from "./database.ts";
import { type OpenedLog, openLog } from "./open-log.ts";
import { isHeld, takeOwnership } from "./ownership.ts";
import { verifyFolder } from "./verify.ts";

const system = { principal: "system" };
const roots: string[] = [];
const opened: OpenedLog[] = [];

afterEach(() => {
  for (const { log, ownership } of opened.splice(0)) {
    try {
      log.close();
    } catch {
      // Closed by its test, or fenced.
    }
    ownership.release();
  }
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function newRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "praxis-folder-"));
  roots.push(root);
  return root;
}

interface Options {
  readonly folder?: string;
  readonly clock?: ManualClock;
  readonly takeOverAfterMs?: number;
  readonly fatal?: (error: PraxisError) => void;
}

function open(root: string, options: Options = {}): OpenedLog {
  const { folder = join(root, "data"), clock = new ManualClock(Date.now()), takeOverAfterMs } = options;
  const one = openLog({
    folder,
    anchorFolder: join(root, "anchors"),
    ports: testPorts({ clock, seed: statSync(root).ino + opened.length }),
    projections: [],
    fatal: options.fatal ?? (() => undefined),
    ...(takeOverAfterMs === undefined ? {} : { takeOverAfterMs }),
  });
  opened.push(one);
  return one;
}

function close(one: OpenedLog): void {
  opened.splice(opened.indexOf(one), 1);
  one.log.close();
  one.ownership.release();
}

/** A folder with ten events of two streams, one of them sealed, and an anchor at the eighth. */
async function filled(): Promise<string> {
  const root = newRoot();
  const one = open(root);
  for (let n = 0; n < 5; n++) {
    one.log.append("a", n, [{ type: "One", data: { n } }], { principal: "system", subject: "mia" });
    one.log.append("b", n, [{ type: "Two", data: { n } }], system);
    await one.log.whenDurable();
    if (n === 3) one.anchors.write("head", one.log.durableHead(), Date.now(), join(root, "data"));
  }
  close(one);
  return root;
}

const verify = (root: string, folder = join(root, "data")) =>
  verifyFolder(folder, join(root, "anchors"), () => undefined);

/** Changes the database behind Praxis's back. */
function tamper(root: string, ...statements: readonly string[]): void {
  const database = new DatabaseSync(join(root, "data", "log.db"));
  for (const statement of statements) database.exec(statement);
  database.close();
}

describe("verify (K9)", () => {
  test("passes on what was not touched, and says how far the last anchor is behind", async () => {
    const found = verify(await filled());
    assert.deepEqual([found.ok, found.events, found.beyondAnchor, found.problems], [true, 10, 2, []]);
  });

  const edits: Record<string, [statement: string, problem: RegExp]> = {
    "a flipped byte in a plain payload": [
      `UPDATE events SET payload = CAST('{"n":9}' AS BLOB) WHERE position = 4`,
      /event 4 \(b #2\) was changed/,
    ],
    "a flipped byte in a sealed payload": [
      "UPDATE events SET payload = CAST(substr(payload, 1, 20) || x'00' || substr(payload, 22) AS BLOB) WHERE position = 3",
      /event 3 \(a #2\) was changed/,
    ],
    "an edited envelope": [
      `UPDATE events SET meta = replace(meta, '"system"', '"person:eve"') WHERE position = 5`,
      /event 5 \(a #3\) was changed/,
    ],
    "an edited hash": ["UPDATE events SET hash = zeroblob(32) WHERE position = 6", /event 6 .* was changed/],
    "a deleted event": ["DELETE FROM events WHERE position = 4", /events 4 to 4 are missing/],
    "a cut tail": ["DELETE FROM events WHERE position > 5", /event 8 was anchored at .*: its end was cut off/],
    "an event moved to another stream": [
      "UPDATE events SET stream = (SELECT id FROM streams WHERE name = 'a'), number = 6 WHERE position = 10",
      /event 10 \(a #6\) was changed/,
    ],
    "a renumbered stream": [
      "UPDATE events SET number = number + 1 WHERE stream = (SELECT id FROM streams WHERE name = 'b') AND position = 10",
      /stream b: event 6 follows 4/,
    ],
    "a renamed stream": ["UPDATE streams SET name = 'c' WHERE name = 'b'", /event 2 \(c #1\) was changed/],
    "a stream that is gone": ["DELETE FROM streams WHERE name = 'b'", /events belong to no stream/],
    "an event too many": [
      "INSERT INTO events SELECT 11, stream, 6, meta, payload, hash FROM events WHERE position = 9",
      /event 11 \(a #6\) was changed/,
    ],
  };
  for (const [what, [statement, problem]] of Object.entries(edits)) {
    test(`finds ${what}`, async () => {
      const root = await filled();
      tamper(root, statement);
      const found = verify(root);
      assert.equal(found.ok, false);
      assert.ok(
        found.problems.some((each) => problem.test(each)),
        found.problems.join("\n"),
      );
    });
  }

  test("finds a tail that was cut and written anew, with hashes that are right in themselves", async () => {
    const root = await filled();
    tamper(root, "DELETE FROM events WHERE position > 6", "DELETE FROM projections");
    const one = open(root);
    assert.equal(one.restored?.why, "behind its anchor");
    for (let n = 3; n < 6; n++) one.log.append("a", n, [{ type: "Forged", data: {} }], system);
    await one.log.whenDurable();
    close(one);
    assert.ok(verify(root).problems.some((problem) => /event 8 is not the one that was anchored/.test(problem)));
  });

  test("does not trust anchors that are not signed with this installation's key", async () => {
    const root = await filled();
    tamper(root, "DELETE FROM events WHERE position > 5");
    const [log] = readdirSync(join(root, "anchors"));
    const head = join(root, "anchors", log ?? "", "head.json");
    writeFileSync(head, readFileSync(head, "utf8").replace('"position":8', '"position":5'));
    assert.ok(verify(root).problems.some((problem) => /1 anchors are not signed/.test(problem)));
  });

  test("passes after an erasure, and the key is nowhere on disk", async () => {
    const root = newRoot();
    const one = open(root);
    await one.log.append("a", 0, [{ type: "One", data: { name: "Mia" } }], { principal: "system", subject: "mia" })
      .durable;
    const wrapped = one.log.sql.get("SELECT wrapped FROM subject_keys")?.wrapped;
    assert.ok(wrapped instanceof Uint8Array);
    const isOnDisk = (): boolean =>
      ["log.db", "log.db-wal"].some((name) => {
        const path = join(root, "data", name);
        return existsSync(path) && readFileSync(path).includes(wrapped);
      });
    assert.ok(isOnDisk());
    await one.log.erase("mia", system).durable;
    assert.equal(isOnDisk(), false);
    close(one);
    assert.equal(isOnDisk(), false);
    assert.equal(verify(root).ok, true);
  });

  test("names a folder without a log, and a file that is no database", () => {
    const root = newRoot();
    assert.match(verify(root).problems[0] ?? "", /there is no log/);
    mkdirSync(join(root, "data"));
    writeFileSync(join(root, "data", "log.db"), "this is not a database".repeat(1_000));
    assert.match(verify(root).problems[0] ?? "", /cannot be read/);
  });
});

describe("a copy or an older state (E7)", () => {
  test("is noticed until it is on record: a backup that was restored", async () => {
    const root = newRoot();
    const data = join(root, "data");
    const one = open(root);
    await one.log.append("a", 0, [{ type: "One", data: {} }], system).durable;
    const kept = join(data, "code", "d1", "files");
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, "main.ts"), "export {};");
    await backUp(data, join(root, "backup"), new Date(), () => undefined);
    await one.log.append("a", 1, [{ type: "Two", data: {} }], system).durable;
    one.anchors.write("head", one.log.durableHead(), Date.now(), data);
    close(one);
    const { movedTo } = restore(join(root, "backup"), data, new Date());
    assert.ok(movedTo && existsSync(join(movedTo, "log.db")), "what was there is kept");
    assert.ok(existsSync(join(kept, "main.ts")), "K6: the code that runs are on comes back with them");
    for (let start = 0; start < 2; start++) {
      const again = open(root);
      assert.deepEqual([again.restored?.why, again.restored?.position], ["put back from a backup", 1]);
      close(again);
    }
    const again = open(root);
    again.anchors.write("restored", again.log.head(), Date.now(), data);
    forgetRestoreMark(data);
    close(again);
    assert.equal(open(root).restored, null);
    const found = verify(root);
    assert.equal(found.ok, true, found.problems.join("\n"));
    assert.match(found.notes.join(), /an older state or a copy was put back at event 1/);
  });

  test("an older state that went on by itself is another history", async () => {
    const root = await filled();
    tamper(root, "DELETE FROM events WHERE position > 6");
    const one = open(root);
    for (let n = 3; n < 8; n++) one.log.append("a", n, [{ type: "Other", data: {} }], system);
    await one.log.whenDurable();
    close(one);
    assert.equal(open(root).restored?.why, "another history");
  });

  test("a copied folder is noticed, in the copy and back in the original", async () => {
    const root = await filled();
    const copy = join(root, "copy");
    cpSync(join(root, "data"), copy, { recursive: true });
    const other = open(root, { folder: copy });
    assert.equal(other.restored?.why, "a copy of another folder");
    other.anchors.write("restored", other.log.head(), Date.now(), copy);
    close(other);
    assert.equal(open(root).restored?.why, "behind its anchor");
  });

  test("a copy of the newest state, put in the place of a folder that wrote nothing more, has been opened less often", async () => {
    const root = await filled();
    const copy = join(root, "copy");
    cpSync(join(root, "data"), copy, { recursive: true });
    const one = open(root);
    one.anchors.write("head", one.log.head(), Date.now(), join(root, "data"));
    close(one);
    rmSync(join(root, "data"), { recursive: true });
    cpSync(copy, join(root, "data"), { recursive: true });
    assert.equal(open(root).restored?.why, "behind its anchor");
  });

  test("an anchor in the middle of being written does no harm", async () => {
    const root = await filled();
    const [log] = readdirSync(join(root, "anchors"));
    writeFileSync(join(root, "anchors", log ?? "", "head.json.new"), '{"kind":"he');
    assert.equal(open(root).restored, null);
    assert.equal(new Anchors(join(root, "anchors"), log ?? "").latest()?.position, 8);
  });
});

describe("owners (K2)", () => {
  test("a second one is refused while the first moves, and is told who that is", () => {
    const root = newRoot();
    const one = open(root);
    assert.throws(() => open(root), { code: "folder_in_use", message: new RegExp(`process ${process.pid} on`) });
    assert.equal(isHeld(join(root, "data")), true);
    close(one);
    assert.equal(isHeld(join(root, "data")), false);
    assert.equal(open(root).ownership.predecessorIsDead, true);
  });

  test("one that stopped beating is taken over and fenced: its next write ends it, and writes nothing", async () => {
    const root = newRoot();
    const clock = new ManualClock(Date.now());
    const fatal: string[] = [];
    const one = open(root, { clock, fatal: (error) => void fatal.push(error.code) });
    await one.log.append("a", 0, [{ type: "One", data: {} }], system).durable;
    clock.stop(9_999);
    assert.throws(() => open(root, { clock }), { code: "folder_in_use" });
    clock.stop(2);
    const two = open(root, { clock });
    assert.equal(two.ownership.predecessorIsDead, false, "it may wake up (E6)");
    assert.throws(() => one.log.append("a", 1, [{ type: "Late", data: {} }], system), { code: "fenced" });
    assert.deepEqual(fatal, ["fenced"]);
    await two.log.append("a", 1, [{ type: "Two", data: {} }], system).durable;
    assert.deepEqual(
      two.log.readStream("a").map((event) => event.type),
      ["One", "Two"],
    );
  });

  test("E6: one that took over without the lock is not thought dead when the stopped one before it ends", () => {
    const root = newRoot();
    const folder = join(root, "data");
    mkdirSync(folder);
    const clock = new ManualClock(Date.now());
    const now = () => clock.now();
    const stopped = takeOwnership(folder, { now });
    clock.stop(11_000);
    const second = takeOwnership(folder, { now });
    stopped.release();
    assert.throws(() => takeOwnership(folder, { now }), { code: "folder_in_use" });
    clock.stop(11_000);
    const third = takeOwnership(folder, { now });
    assert.equal(third.predecessorIsDead, false, "nobody knows whether the second is dead or stopped");
    third.release();
    second.beat();
    assert.throws(() => takeOwnership(folder, { now }), { code: "folder_in_use" });
    second.release();
    const last = takeOwnership(folder, { now });
    assert.equal(last.predecessorIsDead, true);
    last.release();
  });

  test("a stopped one that holds the database in the middle of a write is named; the folder is not called damaged", () => {
    const root = newRoot();
    close(open(root));
    const holder = new DatabaseSync(join(root, "data", "log.db"));
    holder.exec("BEGIN IMMEDIATE");
    assert.throws(() => open(root), { code: "database_locked" });
    holder.exec("ROLLBACK");
    holder.close();
    open(root);
  });
});

describe("opening", () => {
  test("refuses an SQLite that can lose data", () => {
    for (const version of ["3.51.2", "3.50.9", "2.99.99", "3.9.1"])
      assert.throws(() => refuseOldSqlite(version), { code: "sqlite_too_old" });
    for (const version of ["3.51.3", "3.51.10", "3.53.0", "4.0.0"]) refuseOldSqlite(version);
  });

  test("refuses a folder of a newer version, and changes nothing in it", async () => {
    const root = await filled();
    tamper(root, "UPDATE log_identity SET schema = 99");
    assert.throws(() => open(root), { code: "newer_log" });
    const database = new DatabaseSync(join(root, "data", "log.db"));
    assert.equal(database.prepare("SELECT epoch FROM log_identity").get()?.epoch, 1);
    database.close();
  });

  test("refuses a log whose key is missing or damaged, and says to put it back", async () => {
    const root = await filled();
    const path = join(root, "data", "master.key");
    const key = readFileSync(path);
    writeFileSync(path, key.subarray(0, 10));
    assert.throws(() => open(root), { code: "master_key_damaged" });
    rmSync(path);
    assert.throws(() => open(root), { code: "master_key_missing" });
    assert.equal(existsSync(path), false, "no new key is made that could not read the old events");
    writeFileSync(path, key);
    assert.deepEqual(open(root).log.readStream("a")[0]?.data, { n: 0 });
  });

  test("a first start that was cut off before there was a key begins again", () => {
    const root = newRoot();
    close(open(root));
    rmSync(join(root, "data", "master.key"));
    open(root);
  });

  test("names what is damaged: no database, a page overwritten, a file cut in half", async () => {
    const garbage = newRoot();
    mkdirSync(join(garbage, "data"));
    writeFileSync(join(garbage, "data", "log.db"), "this is not a database".repeat(1_000));
    assert.throws(() => open(garbage), { code: /database_unreadable|folder_damaged/, disposition: "pause" });
    const overwritten = await filled();
    const file = openSync(join(overwritten, "data", "log.db"), "r+");
    writeSync(file, Buffer.alloc(3_900, 0xee), 0, 3_900, 100);
    assert.throws(() => open(overwritten), { code: /database_unreadable|folder_damaged/, disposition: "pause" });
    assert.equal(verify(overwritten).ok, false);
    const cut = await filled();
    truncateSync(join(cut, "data", "log.db"), Math.floor(statSync(join(cut, "data", "log.db")).size / 2));
    assert.throws(() => open(cut), { code: /database_unreadable|folder_damaged|database_damaged/ });
    assert.equal(verify(cut).ok, false);
    assert.equal(isHeld(join(cut, "data")), false, "a failed start leaves the folder free");
  });
});

describe("a full disk (K1)", () => {
  const canMount = (root: string): boolean => {
    try {
      mkdirSync(join(root, "small"));
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", join(root, "small")], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  };

  test("acknowledges nothing, keeps what was acknowledged, and goes on when there is space", async (context) => {
    const root = newRoot();
    if (!canMount(root)) return context.skip("a small disk cannot be mounted here");
    try {
      const fatal: string[] = [];
      const small = open(root, { folder: join(root, "small", "data"), fatal: (error) => void fatal.push(error.code) });
      let acknowledged = 0;
      const write = async (): Promise<void> => {
        const data = { text: "x".repeat(100_000) };
        await small.log.append("a", acknowledged, [{ type: "One", data }], system).durable;
        acknowledged += 1;
      };
      await assert.rejects(
        async () => {
          for (;;) await write();
        },
        { code: "disk_full", disposition: "retry" },
      );
      assert.ok(acknowledged > 5);
      assert.equal(small.log.readStream("a").length, acknowledged);
      await assert.rejects(async () => write(), { code: "disk_full" });
      execFileSync("mount", ["-o", "remount,size=20m", join(root, "small")]);
      await write();
      await write();
      assert.deepEqual(fatal, []);
      close(small);
      const again = open(root, { folder: join(root, "small", "data") });
      assert.equal(again.log.readStream("a").length, acknowledged);
      close(again);
      assert.deepEqual(verify(root, join(root, "small", "data")).problems, []);
    } finally {
      execFileSync("umount", ["-l", join(root, "small")]);
    }
  });
});

describe("a process that is killed (K1)", () => {
  test("loses what it had not acknowledged, and nothing that it had", async () => {
    const root = newRoot();
    const source = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
    const script = join(root, "writer.mjs");
    writeFileSync(
      script,
      `const { openLog } = await import(${source("./open-log.ts")});
       const { testPorts } = await import(${source("../../kernel/testing/test-ports.ts")});
       const { systemClock } = await import(${source("../../kernel/clock.ts")});
       const { log } = openLog({ folder: ${JSON.stringify(join(root, "data"))}, anchorFolder: ${JSON.stringify(join(root, "anchors"))},
         ports: testPorts({ clock: systemClock }), projections: [], fatal: () => process.exit(70) });
       for (let n = 0; ; n++) {
         await log.append("a", n, [{ type: "One", data: { n } }], { principal: "system", subject: "mia" }).durable;
         if (n === 200) { log.append("a", n + 1, [{ type: "Unacknowledged", data: {} }], { principal: "system" }); process.kill(process.pid, "SIGKILL"); }
       }`,
    );
    assert.throws(() => execFileSync(process.execPath, [script], { stdio: "ignore" }), { signal: "SIGKILL" });
    const one = open(root);
    assert.equal(one.ownership.predecessorIsDead, true);
    assert.equal(one.log.readStream("a").length, 201);
    assert.deepEqual(one.log.readStream("a").at(-1)?.data, { n: 200 });
    close(one);
    assert.equal(verify(root).ok, true);
  });
});
