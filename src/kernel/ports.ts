/**
 * What the kernel needs from outside, in one bag that a composition root or a simulation fills (K8): time, chance, ids, failpoints. Disk and network are ports of
 * those who use them (log/sqlite/disk-sync.ts, act/connectors/).
 */
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
