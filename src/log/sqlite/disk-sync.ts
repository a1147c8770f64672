/**
 * Makes what was committed durable: `fdatasync` of the write-ahead log, on a thread of Node's pool, so that no disk stalls the event loop. On a disk that has been quick for
 * a while, the way to that thread and back takes longer than the sync: there, what one alone has written, and what comes some time after the last sync, is synced in place (group-commit.ts).
 *
 * Invariants: K1 - SQLite itself syncs the WAL only where it begins anew and around checkpoints (`synchronous=NORMAL`); whatever is acknowledged is synced here, and an
 * error of it is told, once and for good: this descriptor is opened before the first byte that it answers for, so the kernel reports to it each failed write since.
 * Frames of a WAL are checked as a chain, so after a power cut a prefix of what was committed is there, and all that was synced lies in it.
 */
import { closeSync, fdatasync, fdatasyncSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "../sync-folder.ts";

/** One at a time. */
export interface DiskSync {
  sync(done: (error: Error | null) => void): void;
  /** Blocks until it is done. @throws what the disk says */
  syncNow(): void;
  /**
   * Writes what is there once more, and syncs it. Where a sync of the process before has failed, the system takes those pages for clean: they can be read, and no sync alone brings them to
   * disk any more. Then the file's name: SQLite syncs the folder, too, and does not look whether that succeeds. Nobody else may write meanwhile. @throws what the disk says
   */
  renew(): void;
  close(): void;
}

const chunkBytes = 1024 * 1024;

/** A database in memory: what is committed is as durable as it will ever be. */
export const noDisk: DiskSync = {
  sync: (done) => done(null),
  syncNow: () => undefined,
  renew: () => undefined,
  close: () => undefined,
};

/** @param walPath the WAL of a database that is open, and stays open as long as this. */
export function walSync(walPath: string): DiskSync {
  const file = openSync(walPath, "r+");
  return {
    sync: (done) => fdatasync(file, done),
    syncNow: () => fdatasyncSync(file),
    renew() {
      const chunk = new Uint8Array(chunkBytes);
      for (let at = 0; ; ) {
        const length = readSync(file, chunk, 0, chunkBytes, at);
        if (length === 0) break;
        // A write may take less than it was given.
        for (let done = 0; done < length; ) done += writeSync(file, chunk, done, length - done, at + done);
        at += length;
      }
      fdatasyncSync(file);
      syncFolder(dirname(walPath));
    },
    close: () => closeSync(file),
  };
}
