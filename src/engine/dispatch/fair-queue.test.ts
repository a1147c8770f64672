import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { FairQueue } from "./fair-queue.ts";
import { type Lane, people } from "./lane.ts";

function takeAll(queue: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let next = queue.take(); next; next = queue.take()) taken.push(next.item);
  return taken;
}

describe("a fair queue", () => {
  test("lets lanes take turns, first come first within each", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) queue.add(item, item.slice(0, 1));
    assert.deepEqual(takeAll(queue), ["a1", "b1", "c1", "a2", "c2", "a3"]);
  });

  test("takes what a person set going first, but no more than every second time", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2"]) queue.add(item, "a");
    for (const item of ["p1", "p2", "p3", "p4"]) queue.add(item, people);
    assert.deepEqual(takeAll(queue), ["p1", "a1", "p2", "a2", "p3", "p4"]);
  });

  test("keeps the place of what is added again, and moves it where a person set it going by now", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "a1", "a3"]) queue.add(item, "a");
    queue.add("a3", people);
    queue.add("a3", "a");
    assert.equal(queue.size, 3);
    assert.deepEqual(takeAll(queue), ["a3", "a1", "a2"]);
  });

  test("passes over a lane that may not be taken from, without forgetting it", () => {
    const queue = new FairQueue<string>();
    queue.add("a1", "a");
    queue.add("p1", people);
    assert.equal(
      queue.take((lane) => lane === "b"),
      undefined,
    );
    assert.deepEqual(
      queue.take((lane) => lane === "a"),
      { item: "a1", lane: "a" },
    );
    assert.deepEqual(takeAll(queue), ["p1"]);
  });

  test("whatever is added and taken when: nothing is lost or taken twice, a lane keeps its order, and waits for one of each other at most", () => {
    const lane = fc.constantFrom<Lane>("a", "b", "c");
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: lane }, fc.constant(null)), { maxLength: 200 }),
        (steps) => {
          const queue = new FairQueue<number>();
          const waiting = new Map<Lane, number[]>();
          const passedOver = new Map<Lane, number>();
          const takeOne = (): void => {
            const taken = queue.take();
            assert.equal(taken === undefined, waiting.size === 0);
            if (!taken) return;
            const line = waiting.get(taken.lane) ?? [];
            assert.equal(taken.item, line.shift());
            if (line.length === 0) waiting.delete(taken.lane);
            passedOver.delete(taken.lane);
            for (const other of waiting.keys()) {
              if (other === taken.lane) continue;
              passedOver.set(other, (passedOver.get(other) ?? 0) + 1);
              assert.ok((passedOver.get(other) ?? 0) <= 4, "no lane is passed over again and again");
            }
          };
          for (const [index, step] of steps.entries()) {
            if (step === null) takeOne();
            else {
              queue.add(index, step);
              waiting.set(step, [...(waiting.get(step) ?? []), index]);
            }
          }
          while (waiting.size > 0) takeOne();
          assert.equal(queue.size, 0);
        },
      ),
    );
  });

  test("gives 100,000 of one lane out in their order", () => {
    const queue = new FairQueue<number>();
    for (let n = 0; n < 100_000; n++) queue.add(n, "a");
    for (let n = 0; n < 100_000; n++) assert.equal(queue.take()?.item, n);
  });
});
