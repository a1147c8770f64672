/** What both crash tests share: the undisturbed play, and the judgement over a disturbed one. */
import { messageOf } from "../../kernel/errors.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { isObject } from "../../kernel/json.ts";
import { verifyChain } from "../../log/sqlite/verify.ts";
import { Seen } from "../seen/seen.ts";
import { describe, tellStory } from "../seen/story.ts";
import type { Commit } from "../simulation/simulated-disk.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { adviceFor, CrashTestFailure } from "./crash-failure.ts";
import { compareOutcomes, type Outcome, outcomeOf } from "./outcome.ts";

export interface CrashTest {
  /** A new world in which everything that was given has happened. @param seed added to the seed of the world. */
  newWorld(seed?: number): Promise<Simulation>;
  play(simulation: Simulation): Promise<void>;
}

export interface CrashReport {
  /** How often the play was performed, the undisturbed one included. */
  readonly performances: number;
  readonly powerCuts: number;
  /** How many events the undisturbed play records. */
  readonly events: number;
}

export const compared = ["undisturbed", "with the power cut"] as const;

export interface Baseline {
  readonly outcome: Outcome;
  readonly commits: readonly Commit[];
  readonly events: readonly RecordedEvent[];
}

/** @throws CrashTestFailure where the play does not end well even undisturbed: then there is nothing to compare with. */
export async function playUndisturbed(test: CrashTest, ignored: readonly string[]): Promise<Baseline> {
  const simulation = await test.newWorld();
  const before = simulation.disk.commits.length;
  await test.play(simulation);
  const seen = new Seen(() => simulation);
  const bad = seen.runs().find(({ status }) => status === "set aside" || status === "moving");
  if (bad) {
    const { setAside } = bad;
    throw new CrashTestFailure({
      where: null,
      found: setAside
        ? `the run of "${bad.process}" is set aside, also when nothing disturbs it (${setAside.code}): ${setAside.reason}`
        : `the run of "${bad.process}" gets nowhere, also when nothing disturbs it`,
      differences: [],
      compared,
      story: seen.story(bad),
      next: setAside?.next ?? "See which effect or read the last lines name, and what its fake answers.",
      alone: null,
    });
  }
  return {
    outcome: outcomeOf(simulation, ignored),
    commits: simulation.disk.commits.slice(before),
    events: seen.events(),
  };
}

/** Plays on a world in which the power will be cut, and compares. */
export async function playDisturbed(
  test: CrashTest,
  simulation: Simulation,
  baseline: Baseline,
  options: { where: () => string; ignored: readonly string[]; alone: string },
): Promise<void> {
  const { where, ignored, alone } = options;
  const fail = (found: string, next: string, differences = compare()): CrashTestFailure =>
    new CrashTestFailure({ where: where(), found, differences, compared, story: story(simulation), next, alone });
  const compare = () => compareOutcomes(baseline.outcome, outcomeOf(simulation, ignored));
  try {
    await test.play(simulation);
  } catch (thrown) {
    throw fail(`the play could not go on: ${messageOf(thrown)}`, adviceFor(compare()));
  }
  const broken = verifyChain(simulation.machine.log.sql);
  if (broken.length > 0)
    throw fail(
      `the chain of hashes is broken: ${broken.join("; ")}`,
      "This is a bug in Praxis: report it with the story.",
    );
  const differences = compare();
  if (differences.length > 0) throw fail("the play ends differently", adviceFor(differences), differences);
}

function story(simulation: Simulation): string[] {
  return tellStory(simulation.machine.log, simulation.cuts, null);
}

/** An event of the undisturbed play, for people: `event 14 of 31 (payments.refund: attempt 1)`. */
export function nameOfEvent(events: readonly RecordedEvent[], position: number): string {
  const event = events[position - 1];
  if (!event) return `event ${position}`;
  const first = events.find((each) => each.stream === event.stream);
  const contract = isObject(first?.data) ? String(first.data.contract ?? first.stream) : event.stream;
  return `event ${position} of ${events.length} (${(describe(event, contract) ?? event.type).trim().slice(0, 100)})`;
}
