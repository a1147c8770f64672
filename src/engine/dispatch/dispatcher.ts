/**
 * Who runs which run, and when: the port between the engine and what distributes work. It keeps no second record: which runs are moving, ready or
 * due is in the log's tables; a dispatcher only sees to it that each is driven soon, by one driver at a time, and that accounts take turns.
 */
import type { Lane } from "./lane.ts";

export interface DispatchTarget {
  /** Takes a run up. */
  readonly drive: (runId: string, lane: Lane) => void;
  /** Whether there is room in memory for one more run of this lane. */
  readonly hasRoom: (lane: Lane) => boolean;
  /** The lane of a run that nobody but the clock wakes. */
  readonly laneOf: (runId: string) => Lane;
}

export interface Dispatcher {
  /** From now on runs may be driven. */
  start(target: DispatchTarget): void;
  /** This run has something to do: drive it soon, once, however often this is called before. */
  wake(runId: string, lane: Lane): void;
  /** A wait with a due time may have been recorded. */
  dueChanged(): void;
  /** There is room again. */
  roomFreed(): void;
  /** How many runs are woken and not yet driven. */
  readonly waiting: number;
  stop(): void;
}
