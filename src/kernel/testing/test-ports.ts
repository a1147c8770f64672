/** Ports for tests: one seed, one clock, the same story each time. */
import type { Clock } from "../clock.ts";
import { type Failpoints, noFailpoints } from "../failpoints.ts";
import { idSource } from "../ids.ts";
import type { Ports } from "../ports.ts";
import { SeededRandom } from "../random.ts";
import { ManualClock } from "./manual-clock.ts";

export function testPorts(options: { clock?: Clock; seed?: number; failpoints?: Failpoints } = {}): Ports {
  const clock = options.clock ?? new ManualClock();
  const random = new SeededRandom(options.seed ?? 1);
  return { clock, random, newId: idSource(clock, random), failpoints: options.failpoints ?? noFailpoints };
}
