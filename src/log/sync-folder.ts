/** Brings to disk which names a folder holds: a file that was synced is found again after a power cut only where its name was, too. */
import { closeSync, fsyncSync, openSync } from "node:fs";

/** @throws what the disk says */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
