import assert from "node:assert/strict";
import { test } from "node:test";
import { frequentFailpoints, planLives, rareFailpoints } from "./killer.ts";
import { SeededRandom } from "./random.ts";

test("200 lives plant every failpoint, and half of them end at a random instant", () => {
  const lives = planLives(200, new SeededRandom(1));
  assert.equal(lives.length, 200);
  assert.equal(lives.filter(({ failpoints }) => failpoints === "").length, 100);
  const planted = new Set(lives.flatMap(({ failpoints }) => failpoints.split(",").map((each) => each.split("=")[0])));
  for (const name of [...frequentFailpoints, ...rareFailpoints]) assert.ok(planted.has(name), name);
});

test("the same seed plans the same lives", () => {
  assert.deepEqual(planLives(20, new SeededRandom(5)), planLives(20, new SeededRandom(5)));
  assert.notDeepEqual(planLives(20, new SeededRandom(5)), planLives(20, new SeededRandom(6)));
});
