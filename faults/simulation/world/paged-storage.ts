/** SQLite's own pages and write-ahead log on a simulated disk. */
import { messageOf } from "../../../src/kernel/errors.ts";
import type { Checkpointer } from "../../../src/log/sqlite/checkpoint/checkpointer.ts";
import { Database, type SqliteHandle, sqliteCode } from "../../../src/log/sqlite/database.ts";
import type { DiskSync } from "../../../src/log/sqlite/disk-sync.ts";
import { usualPatience } from "../../../src/log/sqlite/group-commit.ts";
import { installVfs } from "../disk/faulty-vfs.ts";
import { sqlite } from "../disk/load-sqlite.ts";
import { type Mount, SharedMemory } from "../disk/mount.ts";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import type { Tear } from "../disk/simulated-file.ts";
import { openWasm } from "../disk/wasm-handle.ts";
import type { Fate } from "./fate.ts";
import { guarded } from "./guard.ts";
import type { Life, Schedule } from "./schedule.ts";
import type { Host, Opened, Storage } from "./storage.ts";

const vfs = installVfs(sqlite);
const fileName = "log.db";

export class PagedStorage implements Storage {
  readonly #schedule: Schedule;
  readonly #fate: Fate;
  readonly #disk: SimulatedDisk;
  #shared = new SharedMemory();
  /** Not given back at the power cut itself: it may happen in the middle of a call that still has it. */
  readonly #cutOff: SharedMemory[] = [];

  constructor(schedule: Schedule, fate: Fate, files: ReadonlyMap<string, Uint8Array>) {
    this.#schedule = schedule;
    this.#fate = fate;
    this.#disk = new SimulatedDisk(files);
  }

  open(host: Host): Opened {
    this.#giveBack();
    const { life } = host;
    const shared = this.#shared;
    const folder = vfs.mount({
      disk: this.#disk,
      random: this.#fate.random,
      shared,
      isGone: () => life.state === "ended",
      call: (call, side) => {
        if (life.state === "ended" || host.point(`disk ${call} ${side}`)) return "gone";
        const isSync = call === "sync" || call === "sync of the folder";
        return isSync && side === "before" && this.#fails() ? "failed" : "done";
      },
    });
    const path = `${folder}/${fileName}`;
    const handle = openWasm(path);
    const handles = [handle];
    return {
      // Its calls to the disk have points of their own.
      database: new Database(path, {
        handle: guarded(handle, life, {
          around: (side) => side === "after" && host.committed(),
          close: () => handle.close(),
        }),
      }),
      disk: this.#sync(host),
      patience: usualPatience,
      checkpointer: this.#checkpointer(host, () => {
        const opened = openWasm(path);
        handles.push(opened);
        return opened;
      }),
      bury() {
        for (const each of handles) closeQuietly(each);
        vfs.unmount(folder);
      },
    };
  }

  #fails(): boolean {
    const { random, habits, isCalm } = this.#fate;
    return !isCalm && habits.syncFails > 0 && random.next() < habits.syncFails;
  }

  /** As `walSync` does it; the disk goes on with a sync whatever becomes of who asked for it. */
  #sync(host: Host): DiskSync {
    const { random, habits } = this.#fate;
    const wal = () => this.#disk.find(`${fileName}-wal`)?.beginSync();
    const end = (sync: ReturnType<typeof wal>): Error | null => {
      if (this.#fails()) {
        sync?.fail(random);
        return new Error("EIO: the simulated disk failed");
      }
      sync?.succeed();
      return null;
    };
    const syncNow = (): void => {
      if (host.life.state === "ended" || host.point("sync now")) throw new Error("the process has ended");
      const error = end(wal());
      if (error) throw error;
    };
    return {
      sync: (done) => {
        if (host.point("sync begins")) return;
        const sync = wal();
        this.#schedule.after(random.next() * habits.syncMs, () => {
          if (host.life.state !== "ended" && host.point("sync ends")) return;
          const error = end(sync);
          host.life.do(() => void (host.point("sync is told") || done(error)));
        });
      },
      syncNow,
      renew: () => {
        const file = this.#disk.find(`${fileName}-wal`);
        file?.write(0, file.bytes());
        syncNow();
        if (host.point("sync of the folder") || this.#fails()) throw new Error("EIO: the simulated disk failed");
        this.#disk.syncNames();
      },
      close: () => undefined,
    };
  }

  #checkpointer({ life }: Host, open: () => SqliteHandle): Checkpointer {
    const { habits, random } = this.#fate;
    let handle: SqliteHandle | null = null;
    return {
      dueAfterBytes: habits.checkpointBytes,
      mostFrames: habits.checkpointFrames,
      begin: (done) => {
        this.#schedule.after(
          random.next() * 20,
          () => {
            try {
              handle ??= open();
              const row = handle.prepare("PRAGMA wal_checkpoint(PASSIVE)").get();
              if (life.state === "running")
                done({ ok: true, frames: Number(row?.log), written: Number(row?.checkpointed) });
            } catch (thrown) {
              if (life.state === "running")
                done({ ok: false, code: sqliteCode(thrown) ?? 0, message: messageOf(thrown) });
            }
          },
          life,
        );
      },
      close: () => undefined,
    };
  }

  powerCut(tear: Tear): void {
    this.#disk.powerCut(tear, this.#fate.random);
    this.#cutOff.push(this.#shared);
    this.#shared = new SharedMemory();
  }

  #giveBack(): void {
    for (const { regions } of this.#cutOff.splice(0)) for (const each of regions) sqlite.wasm.dealloc(each);
  }

  close(): void {
    this.#cutOff.push(this.#shared);
    this.#giveBack();
  }

  files(): ReadonlyMap<string, Uint8Array> {
    return this.#disk.copy();
  }

  inspect(): { database: Database; close(): void } {
    const life: Pick<Life, "state"> = { state: "running" };
    const mount: Mount = {
      disk: new SimulatedDisk(this.files()),
      random: this.#fate.random,
      shared: new SharedMemory(),
      isGone: () => life.state === "ended",
      call: () => "done",
    };
    const folder = vfs.mount(mount);
    const path = `${folder}/${fileName}`;
    const handle = openWasm(path);
    return {
      database: new Database(path, { handle }),
      close() {
        closeQuietly(handle);
        vfs.unmount(folder);
        for (const region of mount.shared.regions) sqlite.wasm.dealloc(region);
      },
    };
  }
}

/** The connection of a process that has ended is closed for its memory alone: none of its calls reaches the disk. */
function closeQuietly(handle: SqliteHandle): void {
  try {
    handle.close();
  } catch {
    // It cannot write back what it had.
  }
}
