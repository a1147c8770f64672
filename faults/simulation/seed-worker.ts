/**
 * Lives through seeds in a process of its own, and says of each what became of it: one line of JSON each.
 *
 *   node faults/simulation/seed-worker.ts FROM STEP UNTIL
 */
import { messageOf } from "../../src/kernel/errors.ts";
import { liveSeed } from "./live-seed.ts";

const [from = 0, step = 1, until = 0] = process.argv.slice(2).map(Number);
let seed = from;
const tell = (lived: object): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${JSON.stringify({ seed, ...lived })}\n`, () => resolve()));

// Nobody listens any more.
process.stdout.on("error", () => process.exit(1));
process.on("uncaughtException", (error) => {
  const violations = [`it broke: ${messageOf(error)}`];
  void tell({ violations, hash: "", ends: 0, points: 0, deeds: 0, events: 0 }).then(() => process.exit(1));
});

for (; seed < until; seed += step) await tell(await liveSeed(seed));
process.exit(0);
