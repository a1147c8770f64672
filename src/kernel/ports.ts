/** What the kernel needs from outside, in one bag that a composition root or a simulation fills. */
import type { Clock } from "./clock.ts";
import type { Failpoints } from "./failpoints.ts";
import type { NewId } from "./ids.ts";
import type { Random } from "./random.ts";

export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly failpoints: Failpoints;
}
