/** The log in memory keeps what every log keeps. */
import { logConformance, type Place } from "../conformance.ts";
import { Database } from "../sqlite/database.ts";
import { verifyChain } from "../sqlite/verify.ts";
import { blobConformance } from "../testing/blob-conformance.ts";
import { MemoryDisk, openMemoryLog } from "./open-memory-log.ts";

const place = (): Place => {
  const disk = new MemoryDisk();
  return {
    open: (options) => {
      // Closing the log would close what outlives it.
      const log = openMemoryLog({ disk, ...options, fatal: () => undefined });
      log.close = () => log.crash();
      return log;
    },
    problems: () => verifyChain(new Database(":memory:", { handle: disk.handle })),
    remove: () => disk.handle.close(),
  };
};

logConformance("memory", place);
blobConformance("memory", place);
