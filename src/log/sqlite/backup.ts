/** Backups: a consistent copy of the log while it is written to, with its key and a manifest; and putting one back. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { integer, text } from "../rows.ts";
import { Database } from "./database.ts";

const manifestSchema = z.object({ log: z.string(), position: z.int(), at: z.string() });
export type BackupManifest = z.infer<typeof manifestSchema>;

/**
 * One read transaction over the whole log, so that writers go on and the copy is of one instant. SQLite's backup API was tried first: it begins anew
 * whenever another process writes, and may never finish on a busy log. @param target a folder that does not exist yet or is empty.
 */
export async function backUp(
  folder: string,
  target: string,
  at: Date,
  progress: (done: number, total: number) => void,
): Promise<BackupManifest> {
  if (existsSync(join(target, "log.db"))) {
    throw new PraxisError("backup_exists", `there is a backup in ${target} already`, {
      next: "Name another folder; nothing was written.",
    });
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  progress(0, 1);
  const source = new Database(join(folder, "log.db"), { readOnly: true });
  try {
    source.run("VACUUM INTO ?", join(target, "log.db"));
  } finally {
    source.close();
  }
  progress(1, 1);
  copyFileSync(join(folder, "master.key"), join(target, "master.key"));
  copyKeptCode(folder, target);
  const copy = new Database(join(target, "log.db"), { readOnly: true });
  const identity = copy.get(
    "SELECT log, (SELECT coalesce(max(position), 0) FROM events) AS position FROM log_identity",
  );
  copy.close();
  if (!identity)
    throw new PraxisError("backup_failed", "the copy has no log in it", {
      next: "Try again; the data folder is unchanged.",
    });
  const manifest = { log: text(identity, "log"), position: integer(identity, "position"), at: at.toISOString() };
  writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 2));
  return manifest;
}

/** Puts a backup back. What is in the folder is moved aside, never deleted. @returns where the old state lies now, if there was one. */
export function restore(
  source: string,
  folder: string,
  at: Date,
): { manifest: BackupManifest; movedTo: string | null } {
  const manifestPath = join(source, "manifest.json");
  if (!existsSync(manifestPath)) {
    throw new PraxisError("no_backup", `${source} is not a backup made by \`praxis backup\``, {
      next: "Name the folder that holds manifest.json; nothing was changed.",
    });
  }
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, "utf8")));
  let movedTo: string | null = null;
  if (existsSync(folder)) {
    movedTo = `${folder}.before-restore-${at.toISOString().replace(/[:.]/g, "-")}`;
    renameSync(folder, movedTo);
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Before the log: a folder with a log in it and no mark would be taken for the newest state.
  writeFileSync(join(folder, restoreMark), JSON.stringify({ ...manifest, restoredAt: at.toISOString() }));
  for (const name of ["log.db", "master.key"]) copyFileSync(join(source, name), join(folder, name));
  copyKeptCode(source, folder);
  return { manifest, movedTo };
}

/** Of versions that runs may need (K6). Copied after the log: a version that is removed meanwhile is needed by nobody. */
function copyKeptCode(from: string, to: string): void {
  const code = join(from, "code");
  if (existsSync(code)) cpSync(code, join(to, "code"), { recursive: true });
}

const restoreMark = "restored.json";

/** Whether a backup was put back here, and nobody has put that on record yet (E7). */
export function isMarkedRestored(folder: string): boolean {
  return existsSync(join(folder, restoreMark));
}

export function forgetRestoreMark(folder: string): void {
  rmSync(join(folder, restoreMark), { force: true });
}
