/**
 * Node's own SQLite, as in production, in memory: a power cut goes back to what was in it when the last sync that has ended began. Of what was not synced all is lost, always; for pages that
 * are half written see paged-storage.ts.
 */
import { DatabaseSync } from "node:sqlite";
import { noCheckpointer } from "../../../src/log/sqlite/checkpoint/checkpointer.ts";
import { Database, settings } from "../../../src/log/sqlite/database.ts";
import { noPatience } from "../../../src/log/sqlite/group-commit.ts";
import type { Fate } from "./fate.ts";
import { guarded } from "./guard.ts";
import type { Schedule } from "./schedule.ts";
import type { Host, Opened, Storage } from "./storage.ts";

export class MemoryStorage implements Storage {
  readonly #schedule: Schedule;
  readonly #fate: Fate;
  #onDisk: Uint8Array;
  #handle: DatabaseSync;
  /** Syncs that were begun, and the last of them that is on disk: one that takes longer than its successor's brings nothing older back. */
  #syncs = 0;
  #lastOnDisk = 0;

  constructor(schedule: Schedule, fate: Fate, image: Uint8Array) {
    this.#schedule = schedule;
    this.#fate = fate;
    this.#onDisk = image;
    this.#handle = open(image);
  }

  open(host: Host): Opened {
    const { random, habits } = this.#fate;
    const handle = this.#handle;
    const around = (side: "before" | "after"): void => {
      if (side === "after") host.committed();
      host.point(`commit ${side}`);
    };
    const database = new Database(":memory:", {
      handle: guarded(handle, host.life, { around, close: () => undefined }),
    });
    return {
      database,
      checkpointer: noCheckpointer,
      patience: noPatience,
      disk: {
        sync: (done) => {
          if (host.point("sync begins")) return;
          const image = handle.serialize();
          const number = ++this.#syncs;
          this.#schedule.after(random.next() * habits.syncMs, () => {
            if (host.life.state !== "ended" && host.point("sync ends")) return;
            if (this.#handle === handle) this.#keep(image, number);
            host.life.do(() => void (host.point("sync is told") || done(null)));
          });
        },
        syncNow: () => {
          if (host.life.state === "ended" || host.point("sync now")) throw new Error("the process has ended");
          this.#keep(handle.serialize(), ++this.#syncs);
        },
        // A sync never fails here, so nothing is ever taken for clean that is not.
        renew: () => undefined,
        close: () => undefined,
      },
      bury: () => {
        if (this.#handle === handle && handle.isTransaction) handle.exec("ROLLBACK");
      },
    };
  }

  #keep(image: Uint8Array, sync: number): void {
    if (sync < this.#lastOnDisk) return;
    this.#lastOnDisk = sync;
    this.#onDisk = image;
  }

  image(): Uint8Array {
    return this.#handle.serialize();
  }

  close(): void {
    this.#handle.close();
  }

  powerCut(): void {
    this.#handle = open(this.#onDisk);
  }

  inspect(): { database: Database; close(): void } {
    const handle = open(this.#handle.serialize());
    return { database: new Database(":memory:", { handle }), close: () => handle.close() };
  }
}

function open(image: Uint8Array): DatabaseSync {
  const handle = new DatabaseSync(":memory:");
  if (image.length > 0) handle.deserialize(image);
  handle.exec(settings);
  return handle;
}
