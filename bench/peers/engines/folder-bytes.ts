import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

const blockBytes = 512;

/** What the files below a folder take on disk: whole blocks, as `du` counts them. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const found = lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    bytes += (found?.blocks ?? 0) * blockBytes;
  }
  return bytes;
}
