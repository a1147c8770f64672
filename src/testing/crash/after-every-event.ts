/** Cuts the power once in each performance: right before, and right after, each event of the play is on disk. */
import { PraxisError } from "../../kernel/errors.ts";
import type { Side } from "../simulation/simulated-disk.ts";
import { CrashTestFailure } from "./crash-failure.ts";
import {
  type Baseline,
  type CrashReport,
  type CrashTest,
  compared,
  nameOfEvent,
  playDisturbed,
  playUndisturbed,
} from "./crash-test.ts";
import { findTheWorst } from "./find-the-worst.ts";

/** "before": the event is lost, although what led to it has happened outside. "after": it is kept, and nobody was told. */
export type CrashPoint = `${Side} event ${number}`;

export interface CrashOptions {
  /** Only this point, as a failure names it. */
  readonly only?: CrashPoint;
  /** Names of fields that may differ between two performances, wherever they stand; times, for example. */
  readonly ignoring?: readonly string[];
}

interface Point {
  readonly side: Side;
  readonly position: number;
}

export async function crashAfterEveryEvent(test: CrashTest, options: CrashOptions): Promise<CrashReport> {
  const ignored = options.ignoring ?? [];
  const baseline = await playUndisturbed(test, ignored);
  const all = baseline.commits.flatMap(({ first, last }): Point[] => [
    { side: "before", position: first },
    { side: "after", position: last },
  ]);
  const points = options.only === undefined ? all : all.filter((point) => nameOf(point) === options.only);
  if (points.length === 0) {
    throw new PraxisError("no_such_point", `the play has no point "${options.only ?? ""}"`, {
      next: `It has: ${all.map(nameOf).join(", ") || "none, for it records nothing"}.`,
    });
  }
  await findTheWorst(
    test,
    baseline,
    ignored,
    points.map((point) => () => crashAt(test, baseline, point, ignored)),
  );
  return { performances: 1 + points.length, powerCuts: points.length, events: baseline.events.length };
}

function nameOf({ side, position }: Point): CrashPoint {
  return `${side} event ${position}`;
}

async function crashAt(test: CrashTest, baseline: Baseline, point: Point, ignored: readonly string[]): Promise<void> {
  const simulation = await test.newWorld();
  simulation.disk.decide = ({ last }) => {
    if (last < point.position) return null;
    simulation.disk.decide = () => null;
    return point.side;
  };
  const where = `right ${point.side} ${nameOfEvent(baseline.events, point.position)} was on disk`;
  const alone = `crashingAfterEveryEvent(play, { only: "${nameOf(point)}" })`;
  await playDisturbed(test, simulation, baseline, { where: () => where, ignored, alone });
  if (simulation.cuts.length > 0) return;
  throw new CrashTestFailure({
    where,
    found: "nothing was cut: the play did not come this far when it was performed again",
    differences: [],
    compared,
    story: [],
    next: "A play must be repeatable. See what its fakes keep outside of `state`, and what contracts and processes read from clocks and randomness.",
    alone,
  });
}
