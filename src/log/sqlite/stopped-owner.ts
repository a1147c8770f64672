/**
 * Ends an owner that was stopped in the middle of a transaction (SIGSTOP, a frozen container): it holds SQLite's write lock for as long as it is stopped, and whoever takes the
 * folder over could not write a row.
 *
 * Invariants: only a process that the system calls stopped, on this machine, and that has this folder's log open, is ended; it had acknowledged nothing of what it was at (K1), and it would
 * have ended at its next write anyway (K2). Where the system cannot be asked (it is no Linux), nobody is ended.
 */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Owner } from "./ownership.ts";

const goneWithinMs = 2_000;

/** @returns whether it was stopped, and is gone now. */
export function endStoppedOwner(owner: Owner | undefined, folder: string): boolean {
  if (owner?.host !== hostname() || !isStopped(owner.pid) || !hasOpen(owner.pid, join(folder, "log.db"))) return false;
  process.kill(owner.pid, "SIGKILL");
  const waitUntil = performance.now() + goneWithinMs;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (isThere(owner.pid)) {
    if (performance.now() > waitUntil) return false;
    Atomics.wait(sleeper, 0, 0, 10);
  }
  return true;
}

/** The letter after the name, which may itself hold brackets: see proc(5). A zombie has let go of its locks. */
function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0];
  } catch {
    return undefined;
  }
}

function isStopped(pid: number): boolean {
  return stateOf(pid) === "T";
}

function isThere(pid: number): boolean {
  const state = stateOf(pid);
  return state !== undefined && state !== "Z" && state !== "X";
}

function hasOpen(pid: number, path: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((file) => linkOf(`/proc/${pid}/fd/${file}`) === path);
  } catch {
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
