/** What a process opens, on a disk that outlives it. */
import type { Checkpointer } from "../../../src/log/sqlite/checkpoint/checkpointer.ts";
import type { Database } from "../../../src/log/sqlite/database.ts";
import type { DiskSync } from "../../../src/log/sqlite/disk-sync.ts";
import type { Patience } from "../../../src/log/sqlite/group-commit.ts";
import type { Tear } from "../disk/simulated-file.ts";
import type { Life } from "./schedule.ts";

export interface Opened {
  readonly database: Database;
  readonly disk: DiskSync;
  readonly checkpointer: Checkpointer;
  readonly patience: Patience;
  /** Takes what is left of a process that has ended off the disk. */
  bury(): void;
}

/** What a storage asks of the world for one of its processes. */
export interface Host {
  readonly life: Life;
  /** Whether the process ends here; where it does, it has. */
  point(name: string): boolean;
  /** Here it may be stopped, and another one take over before it goes on. */
  mayStop(): void;
  /** It has committed a transaction. */
  committed(): void;
}

export interface Storage {
  open(host: Host): Opened;
  powerCut(tear: Tear): void;
  /** A look at what is there, which changes nothing. */
  inspect(): { database: Database; close(): void };
  /** Once every process on it was buried. */
  close(): void;
}
