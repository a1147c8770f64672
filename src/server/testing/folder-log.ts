/** A log on a folder of the test's own: what one server wrote, the next one finds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLog } from "../../log/sqlite/open-log.ts";
import type { OpenLog } from "./open-test-server.ts";

export function folderLog(): { open: OpenLog; data: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "praxis-server-"));
  return {
    data: join(folder, "data"),
    open: (options) => {
      const opened = openLog({
        ...options,
        folder: join(folder, "data"),
        anchorFolder: join(folder, "anchors"),
        fatal: (error) => {
          throw error;
        },
      });
      const { log } = opened;
      const close = log.close.bind(log);
      log.close = () => {
        close();
        opened.ownership.release();
      };
      return log;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
