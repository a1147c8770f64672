/** The simulated disk is as bad as it says, and no worse. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Random, SeededRandom } from "../../../src/kernel/random.ts";
import { SimulatedDisk } from "./simulated-disk.ts";
import { SimulatedFile, tears } from "./simulated-file.ts";

const filled = (value: number, length = 4_096): Uint8Array => new Uint8Array(length).fill(value);
const valuesIn = (bytes: Uint8Array): number[] => [...new Set(bytes)].sort();
/** What may happen does. */
const always: Random = { next: () => 0, bytes: (count) => new Uint8Array(count) };

describe("a power cut", () => {
  test("takes nothing of what was synced, however it tears", () => {
    for (const tear of tears) {
      const file = new SimulatedFile();
      file.write(0, filled(1));
      file.beginSync().succeed();
      file.write(4_096, filled(2));
      file.powerCut(tear, new SeededRandom(5));
      assert.deepEqual(valuesIn(file.bytes().subarray(0, 4_096)), [1], tear);
    }
  });

  test("loses, or keeps, all that was not", () => {
    for (const [tear, length] of [["loses", 0] as const, ["keeps", 4_096] as const]) {
      const file = new SimulatedFile();
      file.write(0, filled(1));
      file.powerCut(tear, new SeededRandom(1));
      assert.equal(file.size, length);
    }
  });

  test("leaves some sectors of a page, each of them whole", () => {
    const file = new SimulatedFile(filled(1));
    file.write(0, filled(2));
    file.powerCut("scatters", new SeededRandom(3));
    for (let sector = 0; sector < 8; sector++)
      assert.equal(valuesIn(file.bytes().subarray(sector * 512, (sector + 1) * 512)).length, 1);
    assert.deepEqual(valuesIn(file.bytes()), [1, 2]);
  });
});

test("a sync covers what was changed before it began, and nothing after", () => {
  const file = new SimulatedFile();
  file.write(0, filled(1));
  const sync = file.beginSync();
  file.write(0, filled(2));
  sync.succeed();
  file.powerCut("loses", new SeededRandom(1));
  assert.deepEqual(valuesIn(file.bytes()), [1]);
});

test("what a failed sync has lost is read as if it were there, and a later sync does not bring it to disk; written again, it does", () => {
  const [left, renewed] = [new SimulatedFile(), new SimulatedFile()];
  for (const file of [left, renewed]) {
    file.write(0, filled(1));
    file.beginSync().fail(always);
    assert.deepEqual(valuesIn(file.bytes()), [1]);
  }
  renewed.write(0, renewed.bytes());
  for (const file of [left, renewed]) {
    file.beginSync().succeed();
    file.powerCut("keeps", always);
  }
  assert.deepEqual([left.size, renewed.size], [0, 4_096]);
});

test("a file's name is not on disk before its folder was synced", () => {
  const disk = new SimulatedDisk();
  disk.create("one").write(0, filled(1));
  disk.find("one")?.beginSync().succeed();
  disk.powerCut("loses", new SeededRandom(1));
  assert.equal(disk.find("one"), undefined);
  disk.create("two").write(0, filled(2));
  disk.find("two")?.beginSync().succeed();
  disk.syncNames();
  disk.powerCut("loses", new SeededRandom(1));
  assert.equal(disk.find("two")?.size, 4_096);
});
