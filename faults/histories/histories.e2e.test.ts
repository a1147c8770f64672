/** What earlier versions recorded is read, replayed and carried on by the code that is here (K4, K6, K9, E1); see README.md. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readHistories } from "./history.ts";
import { customerOps, plays, waiting } from "./plays.ts";
import { forkAll, takeUp } from "./take-up.ts";

const histories = readHistories();

test("there are histories of every kind", () => {
  assert.deepEqual(new Set(histories.map(({ name }) => name)), new Set(plays.map(({ name }) => name)));
});

describe("a history", { concurrency: 1 }, () => {
  for (const history of histories) {
    const play = plays.find(({ name }) => name === history.name);
    const name = `of ${history.version} (${history.name})`;
    test(`${name} is whole, replays to its hashes, and every run goes on to its end with nothing done twice`, async () => {
      assert.ok(play, `there is a play ${history.name}`);
      const { states, compared, finished } = await takeUp(play, history);
      const noted = Object.values(history.states).reduce((sum, ofRun) => sum + Object.keys(ofRun).length, 0);
      assert.deepEqual([compared, states > compared, finished > 2], [noted, true, true]);
    });
  }

  test("that was copied to another folder first reconciles, and nothing is done twice all the same (E7)", async () => {
    const history = histories.find(({ name }) => name === waiting.name);
    assert.ok(history);
    await takeUp(waiting, history, { asCopy: true });
  });

  // Here those of one process; `npm run faults -- --upgrades`: all (minutes).
  const only = process.env.PRAXIS_EVERY_STATEMENT === "1" ? null : "refund returns";
  const timeout = 1_800_000;
  test("of the sample shop can be forked from each step of a run, dry and live: nothing is paid twice", {
    timeout,
  }, async () => {
    const history = histories.find(({ name }) => name === customerOps.name);
    assert.ok(history);
    const { forks, refused } = await forkAll(customerOps, history, only);
    assert.deepEqual([forks > 3, refused], [true, 0]);
  });

  test("with one state noted otherwise is found out", async () => {
    const history = histories.find(({ name, states }) => name === waiting.name && Object.keys(states).length > 0);
    assert.ok(history);
    const [run = "", ofRun = {}] = Object.entries(history.states).at(-1) ?? [];
    const [number = ""] = Object.keys(ofRun);
    const altered = { ...history, states: { ...history.states, [run]: { ...ofRun, [number]: "0".repeat(64) } } };
    await assert.rejects(takeUp(waiting, altered), new RegExp(`run ${run} after event ${number}`));
  });
});
