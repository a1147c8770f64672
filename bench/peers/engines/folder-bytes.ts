import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

const unitBytes = 512;
const blockBytes = 4_096;

/** What the files below a folder take on disk, in whole blocks; what a store has reserved beyond their ends is not counted. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const found = lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false });
    if (found === undefined) continue;
    bytes += Math.min(found.blocks * unitBytes, Math.ceil(found.size / blockBytes) * blockBytes);
  }
  return bytes;
}
