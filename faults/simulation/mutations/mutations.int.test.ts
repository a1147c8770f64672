/** The simulation finds bugs: each of these is planted, and the seed that is known to find it does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findMutation } from "./find-mutations.ts";
import { mutations } from "./mutations.ts";

for (const mutation of mutations) {
  test(`${mutation.breaks}: ${mutation.name}`, { timeout: 10 * 60_000 }, async () => {
    // Whatever moves a turn of the event loop moves all worlds: most bugs are found soon after, and the rare ones have to be looked for.
    const { caught } = await findMutation(mutation, { from: mutation.caughtBy, most: 20, processes: 1 });
    const again = `npm run faults -- --mutations --only "${mutation.name}"`;
    assert.ok(
      caught,
      `neither seed ${mutation.caughtBy} nor the next ones find it any more; find another one: ${again}`,
    );
  });
}
