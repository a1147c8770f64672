/**
 * Who owns a data folder. Two means, for two kinds of death:
 *
 * - An exclusive lock on `owner.db`, held as long as the process lives; the operating system gives it back at any death, so whoever
 *   gets it knows that the one before is gone and will send nothing more.
 * - The epoch in the log, raised by whoever takes over: it fences a process that was only stopped (SIGSTOP, a frozen machine) and
 *   still holds the lock. Its next write fails (K2); its effects in flight have deadlines that their successor waits out (E6).
 */
import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { replaceFile } from "../replace-file.ts";
import { sqliteBusy, sqliteCode } from "./database.ts";

const ownerSchema = z.object({
  pid: z.int(),
  host: z.string(),
  startedAt: z.string(),
  /** False where it took over from a process that still held the lock: then only its beat shows that it lives. */
  holdsLock: z.boolean().default(true),
  /** Identity of the log that lies here: a database without it, or with another, has lost it. */
  log: z.string().optional(),
});
export type Owner = z.infer<typeof ownerSchema>;

export interface Ownership {
  /** False where the one before may only be stopped, and could still wake up. */
  readonly predecessorIsDead: boolean;
  /** Who was written down as the owner before; it may be dead, stopped or hanging. */
  readonly predecessor: Owner | undefined;
  /** Writes down which log lies here, once that is on disk. */
  holds(log: string): void;
  /** Shows that this process moves; call it about once a second. */
  beat(): void;
  release(): void;
}

/** A live owner beats once a second; after this it counts as stopped. */
export const takeOverAfterMs = 10_000;

/** Somebody may just be looking whether the folder is held (`isHeld`). */
const lookedAtMs = 250;

/** @throws folder_in_use */
export function takeOwnership(folder: string, options: { now: () => number; takeOverAfterMs?: number }): Ownership {
  const lock = new DatabaseSync(join(folder, "owner.db"), { timeout: lookedAtMs });
  try {
    return owned(folder, lock, options);
  } catch (thrown) {
    lock.close();
    throw thrown;
  }
}

function owned(
  folder: string,
  lock: DatabaseSync,
  options: { now: () => number; takeOverAfterMs?: number },
): Ownership {
  const path = join(folder, "owner.json");
  let holdsLock = tryLock(lock);
  lock.exec("PRAGMA busy_timeout = 0");
  const before = readOwner(path);
  // The lock is free, but the owner may be one that never got it.
  const predecessorIsDead = holdsLock && before?.holdsLock !== false;
  if (!predecessorIsDead) {
    const silentMs = options.now() - lastBeat(path);
    if (silentMs < (options.takeOverAfterMs ?? takeOverAfterMs)) throw inUse(folder, before);
  }
  const me = { pid: process.pid, host: hostname(), startedAt: new Date(options.now()).toISOString() };
  let log = before?.log;
  const note = (): void => {
    replaceFile(path, JSON.stringify({ ...me, holdsLock, ...(log === undefined ? {} : { log }) }));
    show();
  };
  const show = (): void => {
    const seconds = options.now() / 1_000;
    utimesSync(path, seconds, seconds);
  };
  note();
  let isNoted = holdsLock;
  return {
    predecessorIsDead,
    predecessor: before,
    holds: (id) => {
      if (id === log) return;
      log = id;
      note();
    },
    beat: () => {
      // Whoever took over from a stopped process gets the lock when that one ends, so that a third is refused.
      if (!holdsLock) holdsLock = tryLock(lock);
      if (holdsLock && !isNoted) note();
      isNoted = holdsLock;
      show();
    },
    release: () => lock.close(),
  };
}

/** Whether a process holds this folder right now, stopped or not. */
export function isHeld(folder: string): boolean {
  const path = join(folder, "owner.db");
  if (!existsSync(path)) return false;
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    // Reading is enough to meet an exclusive lock, and hardly gets in the way of one who is about to take it.
    lock.exec("SELECT count(*) FROM sqlite_schema");
    return false;
  } catch {
    return true;
  } finally {
    lock.close();
  }
}

/** @throws folder_in_use */
export function refuseHeldFolder(folder: string): void {
  if (isHeld(folder)) throw inUse(folder, readOwner(join(folder, "owner.json")));
}

/** Nothing is ever written into it, so it can be had on a full disk, too. */
function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec("PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return true;
  } catch (thrown) {
    if (sqliteCode(thrown) !== sqliteBusy) throw thrown;
    return false;
  }
}

function lastBeat(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

export function readOwner(path: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}

function inUse(folder: string, owner: Owner | undefined): PraxisError {
  const who = owner ? `process ${owner.pid} on ${owner.host}, since ${owner.startedAt}` : "another process";
  return new PraxisError("folder_in_use", `the data folder ${folder} is in use by ${who}`, {
    next: "Nothing was changed. Use that server, stop it first, or name another folder with --data. A server that hangs is taken over after 10 seconds.",
    disposition: "pause",
    fields: { folder, ...owner },
  });
}
