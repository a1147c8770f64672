/** Cuts the power several times in each performance, at moments that follow from a seed: also while the world recovers from the cut before. */
import { SeededRandom } from "../../kernel/random.ts";
import { type Baseline, type CrashReport, type CrashTest, playDisturbed, playUndisturbed } from "./crash-test.ts";
import { findTheWorst } from "./find-the-worst.ts";

export interface RandomCrashOptions {
  /** How many seeds, counted from 1; or just these. */
  readonly seeds: number | readonly number[];
  /** Power cuts in one performance, on average. Default 3. */
  readonly cuts?: number;
  /** Names of fields that may differ between two performances, wherever they stand; times, for example. */
  readonly ignoring?: readonly string[];
}

export async function crashAtRandom(test: CrashTest, options: RandomCrashOptions): Promise<CrashReport> {
  const { seeds } = options;
  const baseline = await playUndisturbed(test, options.ignoring ?? []);
  const all = typeof seeds === "number" ? Array.from({ length: seeds }, (_, index) => index + 1) : seeds;
  let powerCuts = 0;
  const attempts = all.map((seed) => async () => {
    powerCuts += await crashWith(test, baseline, seed, options);
  });
  await findTheWorst(test, baseline, options.ignoring ?? [], attempts);
  return { performances: 1 + all.length, powerCuts, events: baseline.events.length };
}

async function crashWith(
  test: CrashTest,
  baseline: Baseline,
  seed: number,
  options: RandomCrashOptions,
): Promise<number> {
  const cuts = options.cuts ?? 3;
  const random = new SeededRandom(seed);
  const simulation = await test.newWorld(seed);
  const where: string[] = [];
  simulation.disk.decide = ({ last }) => {
    // Twice the average at most, so that a world that records much while it recovers comes to its end.
    if (where.length >= 2 * cuts || random.next() >= cuts / baseline.commits.length) return null;
    const side = random.next() < 0.5 ? "before" : "after";
    where.push(`${side} event ${last}`);
    return side;
  };
  await playDisturbed(test, simulation, baseline, {
    where: () => `right ${where.join(", then ")} was on disk (seed ${seed})`,
    ignored: options.ignoring ?? [],
    alone: `crashingAtRandom(play, { seeds: [${seed}], cuts: ${cuts} })`,
  });
  return where.length;
}
