/** What can be said of a data folder from outside, whoever owns it: for `praxis doctor`. Reads only. */
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../../kernel/errors.ts";
import { Anchors } from "../anchors.ts";
import { integer, text } from "../rows.ts";
import { Database } from "./database.ts";
import { isHeld, type Owner, readOwner } from "./ownership.ts";

export interface Inspection {
  readonly exists: boolean;
  /** Whether a process holds the folder right now. */
  readonly held: boolean;
  /** Who opened it last. */
  readonly owner: Owner | null;
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
  readonly anchorFolder: string;
  /** Null where the log cannot be read, or there is none. */
  readonly log: { readonly id: string; readonly position: number } | null;
  readonly anchor: { readonly position: number; readonly at: number } | null;
  readonly problem: string | null;
}

export function inspectFolder(path: string, anchorFolder: string): Inspection {
  const folder = resolve(path);
  const database = join(folder, "log.db");
  const base = {
    exists: existsSync(database),
    held: isHeld(folder),
    owner: readOwner(join(folder, "owner.json")) ?? null,
    databaseBytes: sizeOf(database),
    walBytes: sizeOf(`${database}-wal`),
    freeBytes: freeBytes(folder),
    anchorFolder,
    log: null,
    anchor: null,
    problem: null,
  };
  if (!base.exists) return base;
  try {
    return { ...base, ...readLog(database, anchorFolder) };
  } catch (thrown) {
    return { ...base, problem: messageOf(thrown) };
  }
}

function readLog(path: string, anchorFolder: string): Pick<Inspection, "log" | "anchor"> {
  const database = new Database(path, { readOnly: true });
  try {
    const row = database.get(
      "SELECT log, (SELECT coalesce(max(position), 0) FROM events) AS position FROM log_identity",
    );
    if (!row) return { log: null, anchor: null };
    const id = text(row, "log");
    const anchor = new Anchors(anchorFolder, id).latest();
    return {
      log: { id, position: integer(row, "position") },
      anchor: anchor ? { position: anchor.position, at: anchor.at } : null,
    };
  } finally {
    database.close();
  }
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
  return bavail * bsize;
}
