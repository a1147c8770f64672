/** The log in memory keeps what every log keeps. */
import { logConformance } from "../conformance.ts";
import { Database } from "../sqlite/database.ts";
import { verifyChain } from "../sqlite/verify.ts";
import { MemoryDisk, openMemoryLog } from "./open-memory-log.ts";

logConformance("memory", () => {
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
});
