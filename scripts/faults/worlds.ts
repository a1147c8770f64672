/** Simulated worlds by seed (faults/simulation): many of them, one with its story, small ones that end at every point, or bugs planted one after the other to see that they are found. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { findMutations } from "../../faults/simulation/mutations/find-mutations.ts";
import { runSeeds } from "../../faults/simulation/run-seeds.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const options = {
  seeds: { type: "string" },
  from: { type: "string", default: "1" },
  seed: { type: "string" },
  processes: { type: "string", default: String(availableParallelism()) },
  mutations: { type: "boolean", default: false },
  points: { type: "boolean", default: false },
  only: { type: "string" },
  "without-own-steps": { type: "boolean", default: false },
} as const;

/** @returns how many seeds failed, or bugs were not found */
export async function tryWorlds(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...argv], options });
  const [from, processes] = [Number(values.from), Number(values.processes)];
  if (values.seed !== undefined) return tellOne(Number(values.seed), !values["without-own-steps"]);
  if (values.points) return tellEveryPoint(values.only);
  if (values.mutations)
    return tellMutations({ from, processes, most: Number(values.seeds ?? 3_000), only: values.only });
  return tellSeeds({ from, processes, seeds: Number(values.seeds ?? 50_000) });
}

async function tellOne(seed: number, ownSteps: boolean): Promise<number> {
  const { liveSeed } = await import("../../faults/simulation/live-seed.ts");
  const { violations, events, deeds, ends, hash } = await liveSeed(seed, { ownSteps, tell: print });
  for (const violation of violations) print(`VIOLATION ${violation}`);
  print(`seed ${seed}: ${events} events, ${deeds} deeds, ${ends} ends of a process, outcome ${hash}`);
  return violations.length;
}

async function tellSeeds(order: { from: number; processes: number; seeds: number }): Promise<number> {
  const { from, processes, seeds } = order;
  const began = performance.now();
  const seconds = (): string => `${((performance.now() - began) / 1_000).toFixed(0)} s`;
  const sum = { lived: 0, failed: 0, ends: 0, points: 0, deeds: 0, events: 0 };
  await runSeeds({
    from,
    until: from + seeds,
    processes,
    each: ({ seed, violations, ends, points, deeds, events }) => {
      sum.lived += 1;
      sum.ends += ends;
      sum.points += points;
      sum.deeds += deeds;
      sum.events += events;
      if (violations.length > 0) {
        sum.failed += 1;
        print(`seed ${seed} FAILED\n  ${violations.join("\n  ")}\n  again: npm run faults -- --seed ${seed}`);
      }
      if (sum.lived % 500 === 0) print(`${sum.lived} of ${seeds} seeds, ${sum.failed} failed, ${seconds()}`);
      return "go on";
    },
  });
  const seen = `${sum.ends} ends of a process at ${sum.points} points, ${sum.events} events, ${sum.deeds} deeds`;
  print(`${sum.lived} seeds from ${from}: ${sum.failed} failed; ${seen}; ${seconds()}`);
  return sum.failed + (seeds - sum.lived);
}

async function tellEveryPoint(only: string | undefined): Promise<number> {
  const { endAtEveryPoint } = await import("../../faults/simulation/every-point.ts");
  const { eventTypes } = await import("../../faults/simulation/world/work/work.ts");
  let failed = 0;
  for (const type of eventTypes) {
    if (only !== undefined && only !== type) continue;
    const { points, lives, violations } = await endAtEveryPoint([type]);
    for (const violation of violations) print(`VIOLATION ${type}: ${violation}`);
    print(`${type}: ${points} points, ${lives - 1} ends, ${violations.length} violations`);
    failed += violations.length;
  }
  return failed;
}

async function tellMutations(search: Parameters<typeof findMutations>[0]): Promise<number> {
  let missed = 0;
  await findMutations(search, ({ mutation: { breaks, name }, caught, tried }) => {
    if (!caught) missed += 1;
    const [first = ""] = caught?.violations[0]?.split("\n") ?? [];
    const found = caught ? `seed ${caught.seed}, after ${tried} seeds: ${first}` : `NOT FOUND in ${tried} seeds`;
    print(`${breaks.padEnd(10)} ${name}: ${found}`);
  });
  print(missed === 0 ? "every bug was found" : `${missed} bugs were not found`);
  return missed;
}
