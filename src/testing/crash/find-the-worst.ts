/**
 * Many disturbed performances, and of what they find the one worth reading: a thing done twice or not at all comes before a run that merely ends
 * otherwise; and where two undisturbed performances differ already, that is said instead, for then power cuts are not to blame.
 */
import { CrashTestFailure } from "./crash-failure.ts";
import { type Baseline, type CrashTest, playUndisturbed } from "./crash-test.ts";
import { compareOutcomes } from "./outcome.ts";

/** @throws CrashTestFailure */
export async function findTheWorst(
  test: CrashTest,
  baseline: Baseline,
  ignored: readonly string[],
  performances: readonly (() => Promise<void>)[],
): Promise<void> {
  let first: CrashTestFailure | null = null;
  for (const perform of performances) {
    try {
      await perform();
    } catch (thrown) {
      if (!(thrown instanceof CrashTestFailure) || isAboutDeeds(thrown)) throw thrown;
      first ??= thrown;
    }
  }
  if (!first) return;
  const again = await playUndisturbed(test, ignored);
  const differences = compareOutcomes(baseline.outcome, again.outcome);
  if (differences.length === 0) throw first;
  throw new CrashTestFailure({
    where: null,
    found: "two performances of the play differ, also when nothing disturbs them",
    differences,
    compared: ["the first one", "the second one"],
    story: [],
    next: "A play must be repeatable. See what processes, contracts and fakes keep in variables of their own (a fake has `state` for that), or read from clocks and randomness.",
    alone: null,
  });
}

function isAboutDeeds({ detail }: CrashTestFailure): boolean {
  return detail.differences.some(({ about }) => about === "deed");
}
