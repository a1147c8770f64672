/** The log on SQLite keeps what every log keeps. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { logConformance, type Place } from "../conformance.ts";
import { archiveConformance, archivingPlace } from "../testing/archive-conformance.ts";
import { blobConformance } from "../testing/blob-conformance.ts";
import { openLog } from "./open-log.ts";
import { verifyFolder } from "./verify.ts";

const place = (archiveWindow = 1_000): Place => {
  const root = mkdtempSync(join(tmpdir(), "praxis-log-"));
  const folder = join(root, "data");
  const anchorFolder = join(root, "anchors");
  const closers: (() => void)[] = [];
  return {
    open: (options) => {
      // Within one process the lock of the one before is still held: it counts as stopped.
      const opened = openLog({
        folder,
        anchorFolder,
        archiveWindow,
        ...options,
        takeOverAfterMs: -1,
        fatal: () => undefined,
      });
      closers.push(() => opened.ownership.release());
      return opened.log;
    },
    problems: () => verifyFolder(folder, anchorFolder, () => undefined).problems,
    remove: () => {
      for (const close of closers) close();
      rmSync(root, { recursive: true });
    },
  };
};

logConformance("sqlite", place);
blobConformance("sqlite", place);
archiveConformance("sqlite", () => place(3), 5);
logConformance(
  "sqlite, archived as it goes",
  archivingPlace(() => place(1)),
);
blobConformance(
  "sqlite, archived as it goes",
  archivingPlace(() => place(1)),
);
