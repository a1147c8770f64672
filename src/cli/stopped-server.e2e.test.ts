/** Servers that are stopped (SIGSTOP) past the fence and wake up (K2, E6): under load, while effects are out, and with two successors at once. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { PraxisError } from "../kernel/errors.ts";
import { receiptShape, runDetailShape } from "./client/shapes.ts";
import { Acknowledged, apiOf, Bank, checkOracle, drive, workFile } from "./testing/fixed-work.ts";
import { type Launched, Place, until, urlOf } from "./testing/praxis-process.ts";

const serve = ["--no-supervisor", "work.ts"];
const takeOverAfterMs = 1_500;

let bank: Bank;
let place: Place;
beforeEach(async () => {
  bank = new Bank();
  place = new Place({ BANK_URL: await bank.open(), PRAXIS_TAKE_OVER_AFTER_MS: String(takeOverAfterMs) });
  place.write("work.ts", workFile);
});
afterEach(() => {
  place.close();
  bank.close();
});

/** Stops it, and waits until it may be taken over. */
async function stopped(server: Launched): Promise<void> {
  server.child.kill("SIGSTOP");
  await new Promise((resolve) => setTimeout(resolve, takeOverAfterMs + 500));
}

/** It finds that it was fenced; one that held the database in the middle of a write was ended by its successor. */
async function assertFenced(server: Launched): Promise<void> {
  server.child.kill("SIGCONT");
  const { code, signal } = await server.ended;
  assert.ok(code === 75 || signal === "SIGKILL", `it ended with ${code} ${signal}`);
}

async function finish(server: Launched, told: Acknowledged): Promise<void> {
  await drive(apiOf(place, await urlOf(server)), told, bank);
  server.child.kill("SIGTERM");
  assert.equal((await server.ended).code, 0);
  checkOracle(place, bank);
}

test("one that is stopped while its effects are out and wakes up when its successor is done does nothing twice", async () => {
  const first = place.launch([], serve);
  const api = apiOf(place, await urlOf(first));
  const told = new Acknowledged();
  const { promise, resolve } = Promise.withResolvers<void>();
  bank.answersAfter = promise;
  const driven = drive(api, told, bank).catch((thrown: unknown) => {
    assert.ok(thrown instanceof PraxisError, String(thrown));
  });
  await until("the bank is at it", async () => (bank.done.length >= 2 ? true : undefined));
  await stopped(first);
  resolve();
  const second = place.launch([], serve);
  await urlOf(second);
  // Its answers have come meanwhile, and it would go on with the next step of each run.
  await assertFenced(first);
  await driven;
  await finish(second, told);
});

test("one that is stopped under load has lost nothing that it acknowledged", async () => {
  const first = place.launch([], serve);
  const api = apiOf(place, await urlOf(first));
  const acknowledged: string[] = [];
  let isOver = false;
  const load = Array.from({ length: 16 }, async (_, sender) => {
    for (let n = 0; !isOver; n++) {
      const event = { id: `l-${sender}-${n}`, type: "Said", payload: { text: "x".repeat(2_000) } };
      const receipt = await api.post(receiptShape, "/api/events", event).catch(() => null);
      if (receipt === null) return;
      acknowledged.push(...receipt.runs);
    }
  });
  await until("it is under load", async () => (acknowledged.length > 200 ? true : undefined));
  await stopped(first);
  isOver = true;
  const second = place.launch([], serve);
  const next = apiOf(place, await urlOf(second));
  await assertFenced(first);
  await Promise.all(load);
  for (const run of acknowledged) await next.get(runDetailShape, `/api/runs/${run}`);
  second.child.kill("SIGTERM");
  assert.equal((await second.ended).code, 0);
  assert.equal((await place.run("verify")).code, 0);
});

test("of two successors at once one serves, and the other says who does", async () => {
  const first = place.launch([], serve);
  const told = new Acknowledged();
  const { promise, resolve } = Promise.withResolvers<void>();
  bank.answersAfter = promise;
  const driven = drive(apiOf(place, await urlOf(first)), told, bank).catch(() => undefined);
  await until("the bank is at it", async () => (bank.done.length > 0 ? true : undefined));
  await stopped(first);
  const successors = [place.launch([], serve), place.launch([], serve)];
  await Promise.all(successors.map(({ listening }) => listening));
  resolve();
  await assertFenced(first);
  await driven;
  // Both may have listened for a moment; within a beat the one that was overtaken has ended.
  const isUp = ({ child }: Launched): boolean => child.exitCode === null && child.signalCode === null;
  await until("one is left", async () => (successors.filter(isUp).length === 1 ? true : undefined));
  const [left] = successors.filter(isUp);
  const [gone] = successors.filter((each) => !isUp(each));
  assert.ok(left && gone);
  const { code, err } = await gone.ended;
  assert.equal(code, 75, err);
  assert.match(err, /is in use by process|has taken over/);
  await new Promise((settle) => setTimeout(settle, 1_500));
  assert.ok(isUp(left));
  await finish(left, told);
});
