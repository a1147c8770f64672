/** K1: what is acknowledged when, over a disk whose syncs the test ends by hand. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { soon } from "../../kernel/clock.ts";
import type { PraxisError } from "../../kernel/errors.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { SlowDisk } from "../testing/slow-disk.ts";
import { noCheckpointer } from "./checkpoint/checkpointer.ts";
import { Database } from "./database.ts";
import { SqliteLog } from "./sqlite-log.ts";
import { logSchema, logTables } from "./tables.ts";

const system = { principal: "system" };

function open(clock = new ManualClock()): {
  log: SqliteLog;
  disk: SlowDisk;
  database: Database;
  fatal: PraxisError[];
} {
  const database = new Database(":memory:");
  database.script(logTables);
  database.run("INSERT INTO log_identity VALUES (1, 'slow', 1, ?)", logSchema);
  const disk = new SlowDisk();
  const fatal: PraxisError[] = [];
  const log = new SqliteLog({
    database,
    disk,
    checkpointer: noCheckpointer,
    id: "slow",
    epoch: 1,
    masterKey: new Uint8Array(32).fill(7),
    ports: testPorts({ clock }),
    projections: [],
    upcasters: [],
    fatal: (error) => void fatal.push(error),
    progress: () => undefined,
  });
  return { log, disk, database, fatal };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => soon(resolve));
const rounds = async (): Promise<void> => {
  for (let round = 0; round < 5; round++) await nextTurn();
};

function watched(durable: Promise<void>): { state: "open" | "durable" | "lost" } {
  const seen: { state: "open" | "durable" | "lost" } = { state: "open" };
  durable.then(
    () => {
      seen.state = "durable";
    },
    () => {
      seen.state = "lost";
    },
  );
  return seen;
}

function append(log: SqliteLog, number: number): Promise<void> {
  return log.append("a", number - 1, [{ type: `E${number}`, data: {} }], system).durable;
}

describe("K1: acknowledged means synced", () => {
  test("what is committed is not durable before its sync has ended", async () => {
    const { log, disk, database } = open();
    const heard: number[] = [];
    log.onDurable((position) => void heard.push(position));
    const first = watched(append(log, 1));
    const shown = watched(log.whenDurable());
    await rounds();
    assert.equal(database.inTransaction, false, "it is committed");
    assert.deepEqual(
      [first.state, shown.state, log.durableHead().position, log.head().position],
      ["open", "open", 0, 1],
    );
    const later = watched(log.whenDurable());
    assert.deepEqual(heard, []);
    disk.end();
    assert.deepEqual([log.durableHead().position, heard], [1, [1]]);
    await rounds();
    assert.deepEqual([first.state, shown.state, later.state], ["durable", "durable", "durable"]);
  });

  test("what comes while the disk is busy shares one commit and the next sync, however many turns write it", async () => {
    const { log, disk, database } = open();
    void append(log, 1);
    await rounds();
    const late: { state: string }[] = [];
    for (let number = 2; number <= 6; number++) {
      late.push(watched(append(log, number)));
      await rounds();
    }
    assert.deepEqual([disk.begun, database.inTransaction], [1, true]);
    assert.equal(log.readStream("a").length, 6, "what is written is read at once");
    disk.end();
    await rounds();
    assert.deepEqual([disk.begun, log.durableHead().position, late[0]?.state], [2, 1, "open"]);
    disk.end();
    await rounds();
    assert.deepEqual(
      late.map(({ state }) => state),
      Array.from({ length: 5 }, () => "durable"),
    );
    assert.equal(log.durableHead().position, 6);
    assert.equal(disk.waiting.length, 0, "nothing is synced that was not written");
  });

  test("while others still write, a commit waits for them: until nobody does, for some rounds, and for a millisecond at most", async () => {
    const clock = new ManualClock();
    const { log, disk, database } = open(clock);
    const write = async (rounds: number, beside = () => {}): Promise<void> => {
      for (let round = 0; round < rounds; round++) {
        const turn = nextTurn();
        void append(log, log.head().position + 1);
        beside();
        await turn;
      }
    };
    await write(4);
    assert.equal(database.inTransaction, true);
    await nextTurn();
    assert.deepEqual([database.inTransaction, disk.begun], [false, 1]);
    disk.end();
    assert.equal(log.durableHead().position, 4);

    await write(9);
    assert.deepEqual([database.inTransaction, disk.begun], [false, 2]);
    disk.end();
    assert.equal(log.durableHead().position, 13);

    await write(1, () => clock.stop(1));
    assert.deepEqual([database.inTransaction, disk.begun], [false, 3]);
    await write(1, () => clock.stop(1));
    assert.equal(database.inTransaction, true, "the disk is busy");
    disk.end();
    assert.deepEqual([database.inTransaction, disk.begun], [false, 4], "what is as old as that waits no longer");
  });

  describe("on a disk that has been quick", () => {
    const quick = async () => {
      const clock = new ManualClock();
      const opened = open(clock);
      const { log, disk } = opened;
      /** @returns how often it was synced in place, and beside the event loop. */
      const write = async (count: number): Promise<[number, number]> => {
        const before = [disk.blocking, disk.begun] as const;
        const written = Array.from({ length: count }, () => append(log, log.head().position + 1));
        await rounds();
        if (disk.waiting.length > 0) disk.end();
        await Promise.all(written);
        return [disk.blocking - before[0], disk.begun - before[1]];
      };
      for (let sync = 0; sync < 8; sync++) assert.deepEqual(await write(1), [0, 1]);
      return { ...opened, clock, write };
    };

    test("little at a time and what is rare is synced in place", async () => {
      const { clock, write } = await quick();
      assert.deepEqual(
        [await write(2), await write(3)],
        [
          [1, 0],
          [0, 1],
        ],
      );
      clock.stop(1.5);
      assert.deepEqual(await write(3), [1, 0]);
    });

    test("what comes while a sync is under way waits for it all the same", async () => {
      const { log, disk } = await quick();
      for (let number = 0; number < 3; number++) void append(log, log.head().position + 1);
      await rounds();
      const before = disk.blocking;
      const late = watched(append(log, log.head().position + 1));
      await rounds();
      assert.deepEqual([disk.waiting.length, disk.blocking - before, late.state], [1, 0, "open"]);
      disk.end();
      await rounds();
      assert.deepEqual([disk.blocking - before, late.state], [1, "durable"]);
    });

    test("a sync in place that is cut off, so that nobody is told what became of it, ends the log at the next write", async () => {
      const { log, disk, fatal } = await quick();
      const lost = watched(append(log, log.head().position + 1));
      disk.syncNow = () => {
        // What ends a function by force cannot be made here; what comes after it sees the same.
        assert.throws(() => append(log, log.head().position + 1), { code: "log_closed" });
        assert.equal(lost.state, "open");
      };
      await rounds();
      assert.deepEqual([lost.state, fatal.map(({ code }) => code)], ["lost", ["disk_failed"]]);
    });

    test("a sync in place that fails acknowledges nothing, and ends the log", async () => {
      const { log, disk, fatal } = await quick();
      const lost = append(log, log.head().position + 1);
      disk.broken = new Error("EIO");
      await assert.rejects(lost, { code: "disk_failed" });
      assert.equal(fatal.length, 1);
    });
  });

  test("a disk is not known as quick by syncs that had nothing to write", async () => {
    const { log, disk } = open();
    for (let time = 0; time < 20; time++) {
      const { durable } = log.write(() => undefined);
      await rounds();
      disk.end();
      await durable;
    }
    const before = disk.blocking;
    void append(log, 1);
    await rounds();
    assert.deepEqual([disk.blocking - before, disk.waiting.length], [0, 1]);
  });

  test("a failed sync acknowledges nothing, is told once, and ends the log", async () => {
    const { log, disk, fatal } = open();
    const first = watched(append(log, 1));
    await rounds();
    const second = watched(append(log, 2));
    disk.end(new Error("EIO"));
    await rounds();
    assert.deepEqual([first.state, second.state, log.durableHead().position], ["lost", "lost", 0]);
    assert.throws(() => append(log, 3), { code: "log_closed" });
    assert.deepEqual(
      fatal.map(({ code }) => code),
      ["disk_failed"],
    );
    assert.equal(disk.waiting.length, 0, "a disk that failed is not asked again");
  });

  test("a batch that the database refuses takes back itself, and not the one that is being synced", async () => {
    const { log, disk, database } = open();
    const first = watched(append(log, 1));
    await rounds();
    const lost = watched(append(log, 2));
    // Its place is taken: the statement fails, and with it the batch.
    database.run("INSERT INTO events SELECT 3, 9, 9, meta, payload, hash FROM events WHERE position = 1");
    assert.throws(() => log.append("b", 0, [{ type: "Broken", data: {} }], system), { code: "not_recorded" });
    await rounds();
    assert.deepEqual([first.state, lost.state], ["open", "lost"]);
    assert.equal(log.head().position, 1);
    disk.end();
    await rounds();
    assert.deepEqual([first.state, log.durableHead().position], ["durable", 1]);
    const again = watched(append(log, 2));
    await rounds();
    disk.end();
    await rounds();
    assert.equal(again.state, "durable");
  });

  test("closing syncs what is open and what is under way, and the sync that comes late changes nothing", async () => {
    const { log, disk } = open();
    const before = disk.blocking;
    const first = watched(append(log, 1));
    await rounds();
    const second = watched(append(log, 2));
    log.close();
    await rounds();
    assert.deepEqual(
      [disk.blocking - before, first.state, second.state, log.durableHead().position],
      [1, "durable", "durable", 2],
    );
    disk.end();
    assert.equal(log.durableHead().position, 2);
  });

  test("closing on a disk that fails acknowledges nothing", async () => {
    const { log, disk, fatal } = open();
    const first = watched(append(log, 1));
    disk.broken = new Error("EIO");
    log.close();
    await rounds();
    assert.deepEqual([first.state, fatal[0]?.code], ["lost", "disk_failed"]);
  });
});
