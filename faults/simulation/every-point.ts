/** One small world again and again, in which a process ends once: at each point there is, in each way to end. */
import { type Lived, liveThrough } from "./live-seed.ts";
import { type End, type Habits, OneEnd } from "./world/fate.ts";
import type { Message } from "./world/senders.ts";

export const ways: readonly End[] = [
  { kind: "kill" },
  { kind: "power cut", tear: "loses" },
  { kind: "power cut", tear: "keeps" },
  { kind: "power cut", tear: "scatters" },
];

export interface EveryPoint {
  readonly points: number;
  readonly lives: number;
  readonly violations: readonly string[];
}

export async function endAtEveryPoint(
  types: readonly Message["type"][],
  habits: Partial<Habits> = {},
): Promise<EveryPoint> {
  const messages = types.map((type, index) => ({
    message: { id: `m${index}`, type, thing: "one" },
    atMs: index * 5_000,
  }));
  const live = (at: number, end: End): Promise<Lived> =>
    liveThrough(new OneEnd(at, end, habits), { messages, activeMs: 20_000 });
  const [first] = ways;
  if (!first) return { points: 0, lives: 0, violations: [] };
  const whole = await live(0, first);
  const violations = whole.violations.map((each) => `undisturbed: ${each}`);
  let lives = 1;
  for (let at = 1; at <= whole.points; at++) {
    for (const end of ways) {
      const lived = await live(at, end);
      lives += 1;
      if (lived.ends === 0) violations.push(`nothing ended at point ${at}`);
      violations.push(...lived.violations.map((each) => `${JSON.stringify(end)} at point ${at}: ${each}`));
    }
  }
  return { points: whole.points, lives, violations };
}
