/** Puts a small file into place whole: whoever is killed, or meets a full or failing disk, in the middle of it leaves what was there before. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/** Readable by its owner only. It is on disk when this returns. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.new`;
  const file = openSync(draft, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    // A disk that stays full is tried once a second.
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}
