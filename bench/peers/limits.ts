/**
 * What the folder and the disk allow: 4 KiB that are each synced, appended or in place, and bare SQLite that commits each row of the same work by itself, or 64 at a time.
 *
 * Invariant: nothing here is faster than what an engine could do on the same folder with one thread, and nothing of it is ours.
 */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { outcome } from "./engine.ts";
import type { Limits } from "./result.ts";

export const rowsPerBatch = 64;
const pageBytes = 4_096;

export function measureLimits(parent: string, seconds: number): Limits {
  const folder = mkdtempSync(join(parent, "limits-"));
  try {
    return {
      fsyncsPerSecond: appendsPerSecond(join(folder, "appended"), seconds),
      overwritesPerSecond: overwritesPerSecond(join(folder, "overwritten"), seconds),
      sqliteCommitsPerSecond: rowsPerSecond(join(folder, "single.sqlite"), seconds, 1),
      sqliteRowsPerSecond: rowsPerSecond(join(folder, "batched.sqlite"), seconds, rowsPerBatch),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function appendsPerSecond(path: string, seconds: number) {
  const file = openSync(path, "a");
  const page = Buffer.alloc(pageBytes, 1);
  try {
    return ratePerSecond(seconds, () => {
      writeSync(file, page);
      fsyncSync(file);
      return 1;
    });
  } finally {
    closeSync(file);
  }
}

function overwritesPerSecond(path: string, seconds: number) {
  const pages = 4_096;
  const file = openSync(path, "w");
  const page = Buffer.alloc(pageBytes, 1);
  let written = 0;
  try {
    writeSync(file, Buffer.alloc(pages * pageBytes));
    fsyncSync(file);
    return ratePerSecond(seconds, () => {
      writeSync(file, page, 0, pageBytes, (written++ % pages) * pageBytes);
      fdatasyncSync(file);
      return 1;
    });
  } finally {
    closeSync(file);
  }
}

function rowsPerSecond(path: string, seconds: number, rowsPerCommit: number) {
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("CREATE TABLE outcomes (run TEXT, n INTEGER, outcome TEXT, PRIMARY KEY (run, n)) WITHOUT ROWID");
    const insert = database.prepare("INSERT INTO outcomes VALUES (?, ?, ?)");
    let rows = 0;
    return ratePerSecond(seconds, () => {
      database.exec("BEGIN IMMEDIATE");
      for (let row = 0; row < rowsPerCommit; row++, rows++)
        insert.run(`run-${rowsPerCommit}-${Math.floor(rows / 10)}`, rows % 10, JSON.stringify(outcome(rows % 10)));
      database.exec("COMMIT");
      return rowsPerCommit;
    });
  } finally {
    database.close();
  }
}

function ratePerSecond(seconds: number, work: () => number) {
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < seconds * 1_000) done += work();
  return (done * 1_000) / (performance.now() - start);
}
