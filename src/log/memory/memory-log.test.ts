/** The log in memory keeps what every log keeps. */
import { logConformance, type Place } from "../conformance.ts";
import { Database } from "../sqlite/database.ts";
import { verifyChain } from "../sqlite/verify.ts";
import { archiveConformance, archivingPlace } from "../testing/archive-conformance.ts";
import { blobConformance } from "../testing/blob-conformance.ts";
import { MemoryDisk, openMemoryLog } from "./open-memory-log.ts";

const place = (archiveWindow = 1_000): Place => {
  const disk = new MemoryDisk();
  return {
    open: (options) => {
      // Closing the log would close what outlives it.
      const log = openMemoryLog({ disk, archiveWindow, ...options, fatal: () => undefined });
      log.close = () => log.crash();
      return log;
    },
    problems: () => verifyChain(new Database(":memory:", { handle: disk.handle })),
    remove: () => disk.handle.close(),
  };
};

logConformance("memory", place);
blobConformance("memory", place);
archiveConformance("memory", () => place(3), 60);
logConformance(
  "memory, archived as it goes",
  archivingPlace(() => place(1)),
);
blobConformance(
  "memory, archived as it goes",
  archivingPlace(() => place(1)),
);
