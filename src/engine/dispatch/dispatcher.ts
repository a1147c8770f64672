/**
 * Who runs which run, and when: the port between the engine and what distributes work. It keeps no second record: which runs are moving, ready or
 * due is in the log's tables; a dispatcher only sees to it that each is driven soon, by one driver at a time.
 */
export interface Dispatcher {
  /** From now on `drive` may be called. @param drive takes a run up; @returns false where there is no room for it now. */
  start(drive: (runId: string) => boolean): void;
  /** This run has something to do: drive it soon, once, however often this is called before. */
  wake(runId: string): void;
  /** A wait with a due time may have been recorded. */
  dueChanged(): void;
  /** There is room again. */
  roomFreed(): void;
  /** How many runs are woken and not yet driven. */
  readonly waiting: number;
  stop(): void;
}
