/**
 * Faults at single system calls of the real server, planted with strace (K1, E6): a slice; `npm run faults -- --real` tries every call. After each the successor finishes the work, and the
 * oracle of testing/fixed-work.ts is asked.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { receiptShape, runDetailShape } from "./client/shapes.ts";
import { apiOf, Bank, workFile } from "./testing/fixed-work.ts";
import { oneLife } from "./testing/one-life.ts";
import { Place, until } from "./testing/praxis-process.ts";
import { intoRunning, onePoolThread, type Plant, struck, whyNoFaults } from "./testing/traced.ts";

const skip = whyNoFaults();

describe("a server that is killed at one system call", { skip, concurrency: 2 }, () => {
  const points: Record<string, readonly number[]> = {
    fdatasync: [6, 9],
    fsync: [5],
    pwrite64: [150, 340],
    write: [6, 22],
    writev: [3],
    rename: [3],
  };
  for (const [call, whens] of Object.entries(points)) {
    for (const when of whens) {
      test(`at ${call} number ${when} loses nothing that it acknowledged, and does nothing twice`, async () => {
        const { struck: where, ended } = await oneLife({ call, fault: "signal=SIGKILL", when });
        assert.ok(where, "the call was met");
        assert.equal(ended.signal, "SIGKILL");
      });
    }
  }
});

describe("a disk that fails at one system call", { skip, concurrency: 2 }, () => {
  const plants: Plant[] = [
    { call: "fdatasync", fault: "error=EIO", when: 6 },
    { call: "fsync", fault: "error=EIO", when: 8 },
    { call: "pwrite64", fault: "error=EIO", when: 330 },
    // A disk that is well again a moment later is not believed either.
    { call: "fdatasync", fault: "error=EIO", when: "5+" },
  ];
  for (const plant of plants) {
    test(`ends the server at once with 74 at ${plant.call} number ${plant.when}, and what was acknowledged is kept`, async () => {
      const { struck: where, ended } = await oneLife(plant);
      assert.match(where ?? "", /EIO.*INJECTED/);
      assert.equal(ended.code, 74, ended.err);
      assert.match(ended.err, /disk (refused|I\/O error)/);
      assert.doesNotMatch(ended.err, /\bbug\b|\n +at /);
    });
  }
});

test("a name of the log that does not come to disk ends a start, which SQLite alone would not see", {
  skip,
}, async () => {
  const { struck: where, ended } = await oneLife({ call: "fsync", fault: "error=EIO", when: 13 });
  assert.match(where ?? "", /^fsync\(\d+<\.praxis>\).*EIO.*INJECTED/, "it is the folder's sync");
  assert.equal(ended.code, 74, ended.err);
  assert.match(ended.err, /the disk refused to keep what was written/);
});

test("a disk that is full for a moment while the first start makes its tables ends it in words, and the next start succeeds", {
  skip,
}, async () => {
  const { struck: where, ended } = await oneLife({ call: "pwrite64", fault: "error=ENOSPC", when: 150 });
  assert.match(where ?? "", /log\.db-wal.*ENOSPC.*INJECTED/);
  assert.equal(ended.code, 74, ended.err);
  assert.match(ended.err, /there is no space left for .*log\.db/);
});

describe("a disk that fails a checkpoint in its thread", { skip }, () => {
  const plants: [call: string, file: string][] = [
    ["fsync", "log.db-wal"],
    ["pwrite64", "log.db"],
  ];
  for (const [call, file] of plants) {
    test(`ends the server with 74 (${call} of ${file}), and what was acknowledged is kept`, async () => {
      const bank = new Bank();
      const place = new Place({ BANK_URL: await bank.open(), ...onePoolThread });
      place.write("work.ts", workFile);
      try {
        const serve = ["--no-supervisor", "work.ts"];
        const server = place.launch([], serve);
        const url = (await server.listening) ?? "";
        const { pid } = server.child;
        assert.ok(pid !== undefined);
        const notes = join(place.folder, "notes.txt");
        const plant = { call, fault: "error=EIO", when: 1, paths: [join(place.data, file)] };
        const [strace = "", ...args] = intoRunning(pid, plant, notes);
        spawn(strace, args, { stdio: "ignore" });
        const isTraced = (): boolean => /TracerPid:\t[1-9]/.test(readFileSync(`/proc/${pid}/status`, "utf8"));
        await until("it is traced", async () => isTraced() || undefined);
        const acknowledged: string[] = [];
        const write = async (): Promise<void> => {
          // Of 16 MiB a checkpoint is due.
          for (let n = 0; n < 80; n++) {
            const event = { id: `b-${n}`, type: "Said", payload: { text: "x".repeat(300_000) } };
            const { runs } = await apiOf(place, url).post(receiptShape, "/api/events", event);
            acknowledged.push(...runs);
          }
        };
        await assert.rejects(write(), { code: "server_unreachable" });
        const { code, err } = await server.ended;
        assert.equal(code, 74, err);
        assert.match(err, /the disk refused to keep what was written/);
        assert.match(struck(notes) ?? "", /EIO.*INJECTED/);
        const second = place.launch([], serve);
        const api = apiOf(place, (await second.listening) ?? "");
        assert.ok(acknowledged.length > 5);
        for (const run of acknowledged) await api.get(runDetailShape, `/api/runs/${run}`);
        second.child.kill("SIGTERM");
        await second.ended;
        assert.equal((await place.run("verify")).code, 0);
      } finally {
        place.close();
        bank.close();
      }
    });
  }
});
