/** Writes a database's file anew, without what is free in it, and so that later free pages can be cut off it. Needs the folder for itself. */
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { PraxisError } from "../../../kernel/errors.ts";
import type { Space } from "../../event-log.ts";
import { Database } from "../database.ts";
import { refuseHeldFolder, takeOwnership } from "../ownership.ts";
import { spaceOf } from "./archiver.ts";

/** SQLite writes the copy beside the file, then over it: a crash leaves the old file or the new one. @throws folder_in_use, disk_full */
export function rewriteFile(folder: string, now: () => number): Space {
  // One that is only stopped goes on some time, and must not find that somebody was at its file.
  refuseHeldFolder(folder);
  const ownership = takeOwnership(folder, { now });
  try {
    const database = new Database(join(folder, "log.db"));
    try {
      refuseLittleSpace(folder, spaceOf(database));
      database.script("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
      database.checkpoint("TRUNCATE");
      return spaceOf(database);
    } finally {
      database.close();
    }
  } finally {
    ownership.release();
  }
}

/** A copy in the folder for temporary files, and all pages in the write-ahead log. */
function refuseLittleSpace(folder: string, { fileBytes, freeBytes }: Space): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = 2 * (fileBytes - freeBytes);
  if (bavail * bsize > needed) return;
  throw new PraxisError("disk_full", `the file can only be written anew with ${needed} bytes free on its disk`, {
    next: "The events are archived, and what that freed in the file is used again. Free some space and try again to make the file smaller.",
  });
}
