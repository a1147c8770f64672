/**
 * When the server is killed: half of its lives end at a random instant, starting up included; the other half at a named failpoint, and all
 * of these have their turns. A transition that is rare is planted beside a frequent one, so that a life does end.
 */
import type { SeededRandom } from "./random.ts";

const frequent = ["EffectIntended", "EffectAttempting", "EffectSucceeded"];
const rare = [
  "EffectRefused",
  "EffectFailed",
  "EffectUnknown",
  "EffectRetrying",
  "GateOpened",
  "GateAnswered",
  "GateUsed",
];
const sides = [".before", ".appended", ".durable"];

export const frequentFailpoints: readonly string[] = [
  ...frequent.flatMap((name) => sides.map((side) => name + side)),
  "effect.attempting.before",
  "effect.attempting.after",
  "effect.answered",
];
export const rareFailpoints: readonly string[] = [
  ...rare.flatMap((name) => sides.map((side) => name + side)),
  "effect.lookedUp",
];

export interface Life {
  /** As PRAXIS_FAILPOINTS reads it; empty for none. */
  readonly failpoints: string;
  /** It is killed at this instant, if it still lives. */
  readonly atMostMs: number;
}

/** Node needs about half a second before the first line of ours runs. */
const longestRandomLifeMs = 2_000;
const longestPlantedLifeMs = 3_000;

export function planLives(count: number, random: SeededRandom): Life[] {
  const common = random.shuffled(frequentFailpoints);
  const uncommon = random.shuffled(rareFailpoints);
  return Array.from({ length: count }, (_, life): Life => {
    if (life % 2 === 0) return { failpoints: "", atMostMs: random.whole(20, longestRandomLifeMs) };
    const turn = (life - 1) / 2;
    const planted = [
      `${common[turn % common.length]}=kill@${random.whole(1, 6)}`,
      `${uncommon[(2 * turn) % uncommon.length]}=kill@1`,
      `${uncommon[(2 * turn + 1) % uncommon.length]}=kill@1`,
    ];
    return { failpoints: planted.join(","), atMostMs: longestPlantedLifeMs };
  });
}
