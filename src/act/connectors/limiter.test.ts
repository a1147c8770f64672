/** Per connection and account: how many at once, and the circuit breaker (E5). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { connection } from "../connection.ts";
import { Limiter } from "./limiter.ts";

const via = connection("pay", { baseUrl: "https://pay.example.com", concurrency: 2, breakAfter: 3, rest: "5 seconds" });
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Asks for places; tells how many were given. */
function ask(limiter: Limiter, count: number, account = "main") {
  const leaves: ((reached: boolean) => void)[] = [];
  for (let index = 0; index < count; index++) void limiter.enter(via, account).then((leave) => leaves.push(leave));
  return leaves;
}

describe("places", () => {
  test("E5: no more than the limit at once, each account by itself, and whoever waited follows", async () => {
    const limiter = new Limiter(new ManualClock());
    const main = ask(limiter, 5);
    const other = ask(limiter, 1, "other");
    await soon();
    assert.deepEqual([main.length, other.length], [2, 1]);
    main[0]?.(true);
    await soon();
    assert.equal(main.length, 3);
    main[1]?.(true);
    main[2]?.(true);
    await soon();
    assert.equal(main.length, 5);
  });

  test("E5: idle and busy again, the limit holds, also for those who were woken in between", async () => {
    const limiter = new Limiter(new ManualClock());
    const first = ask(limiter, 2);
    await soon();
    const second = ask(limiter, 1);
    first[0]?.(true);
    first[1]?.(true);
    const third = ask(limiter, 3);
    await soon();
    assert.equal(second.length + third.length, 2);
  });
});

describe("the circuit breaker", () => {
  async function broken(): Promise<{ limiter: Limiter; clock: ManualClock }> {
    const clock = new ManualClock();
    const limiter = new Limiter(clock);
    for (let failure = 0; failure < 3; failure++) (await limiter.enter(via, "main"))(false);
    return { limiter, clock };
  }

  test("E5: after so many failures in a row it rests, and is named", async () => {
    const { limiter, clock } = await broken();
    const waiting = ask(limiter, 3);
    await soon();
    assert.equal(waiting.length, 0);
    assert.deepEqual(limiter.resting(), ["pay@main"]);
    clock.pass(4_999);
    await soon();
    assert.equal(waiting.length, 0);
  });

  test("E5: then one call goes through to try, and only if it succeeds the others follow", async () => {
    const { limiter, clock } = await broken();
    const waiting = ask(limiter, 3);
    await soon();
    clock.pass(5_000);
    await soon();
    assert.equal(waiting.length, 1);
    waiting[0]?.(false);
    await soon();
    assert.equal(waiting.length, 1);
    clock.pass(5_000);
    await soon();
    assert.equal(waiting.length, 2);
    waiting[1]?.(true);
    await soon();
    assert.equal(waiting.length, 3);
  });

  test("E5: a call from before the break that ends late does not let a second one try", async () => {
    const clock = new ManualClock();
    const limiter = new Limiter(clock);
    const late = await limiter.enter(via, "main");
    for (let failure = 0; failure < 3; failure++) (await limiter.enter(via, "main"))(false);
    clock.pass(5_000);
    const waiting = ask(limiter, 3);
    await soon();
    assert.equal(waiting.length, 1);
    late(false);
    clock.pass(5_000);
    await soon();
    assert.equal(waiting.length, 1);
  });

  test("a success in between counts the failures from zero", async () => {
    const limiter = new Limiter(new ManualClock());
    for (const reached of [false, false, true, false, false]) (await limiter.enter(via, "main"))(reached);
    assert.deepEqual(limiter.resting(), []);
  });

  test("E5: when it is back, those who waited come one by one more, not all at once; after another break they begin anew", async () => {
    const wide = connection("wide", {
      baseUrl: "https://wide.example.com",
      concurrency: 50,
      breakAfter: 3,
      rest: "5 seconds",
    });
    const clock = new ManualClock();
    const limiter = new Limiter(clock);
    const rounds = async (most: number): Promise<number[]> => {
      const inRound: number[] = [];
      for (let round = 0; round < most; round++) {
        await soon();
        const leaving = running.splice(0);
        inRound.push(leaving.length);
        for (const leave of leaving) leave(true);
      }
      return inRound;
    };
    const running: ((reached: boolean) => void)[] = [];
    for (let failure = 0; failure < 3; failure++) (await limiter.enter(wide, "main"))(false);
    for (let n = 0; n < 400; n++) void limiter.enter(wide, "main").then((leave) => running.push(leave));
    assert.deepEqual(await rounds(1), [0]);
    clock.pass(5_000);
    assert.deepEqual(await rounds(8), [1, 2, 4, 8, 16, 32, 50, 50]);
    await soon();
    while (running.length > 0) {
      for (const leave of running.splice(0)) leave(false);
      await soon();
    }
    clock.pass(5_000);
    assert.deepEqual(await rounds(3), [1, 2, 4]);
  });

  test("what a person has allowed is let in before what waited longer", async () => {
    const limiter = new Limiter(new ManualClock());
    const busy: ((reached: boolean) => void)[] = [];
    void limiter.enter(via, "busy").then((leave) => busy.push(leave));
    void limiter.enter(via, "busy").then((leave) => busy.push(leave));
    const order: string[] = [];
    for (let n = 0; n < 3; n++) void limiter.enter(via, "busy").then(() => order.push(`waited ${n}`));
    void limiter.enter(via, "busy", true).then(() => order.push("allowed"));
    await soon();
    assert.deepEqual(order, []);
    busy[0]?.(true);
    busy[1]?.(true);
    await soon();
    assert.deepEqual(order, ["allowed", "waited 0"]);
  });
});
