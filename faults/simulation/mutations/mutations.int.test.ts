/** The simulation finds bugs: each of these is planted, and the seed that is known to find it does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findMutation } from "./find-mutations.ts";
import { mutations } from "./mutations.ts";

for (const mutation of mutations) {
  test(`${mutation.breaks}: ${mutation.name}`, { timeout: 10 * 60_000 }, async () => {
    const { caught } = await findMutation(mutation, { from: mutation.caughtBy, most: 1, processes: 1 });
    const again = `npm run faults -- --mutations --only "${mutation.name}"`;
    assert.ok(caught, `seed ${mutation.caughtBy} does not find it any more; find another one: ${again}`);
  });
}
