/** `praxis backup` and `praxis restore`. A backup can be made while the server works; a restore needs the folder for itself. */
import { existsSync } from "node:fs";
import { PraxisError } from "../../kernel/errors.ts";
import { progressLine } from "../render/progress.ts";
import { fields } from "../render/table.ts";
import { notedPaths, noteServedPaths } from "../serve/served-paths.ts";
import type { Shell } from "../shell.ts";

export function addBackupCommands(shell: Shell): void {
  const backup = shell.command("backup <folder>", "copy the log and its key into a folder, while the server works", [
    "backup /backups/praxis-monday",
  ]);
  shell.does(backup, async ({ host, output, folder, json }, { args: [target = ""] }) => {
    if (!host.inspect(folder).exists) {
      throw new PraxisError("no_folder", `there is no log in ${folder}`, { next: "Name the data folder with --data." });
    }
    const progress = progressLine(output, "pages copied");
    const report = await host.backUp(folder, target, progress.show);
    progress.end();
    output.print(
      json
        ? JSON.stringify({ ...report, folder: target }, null, 2)
        : `${fields([
            ["backup", target],
            ["events", String(report.position)],
            ["of log", report.log],
          ])}\nIt holds the key that everything is sealed with: keep it as safe as the data folder itself.\nPut it back with: praxis restore ${target}`,
    );
    return undefined;
  });

  const restore = shell.command("restore <backup>", "put a backup back; what is in the folder is moved aside", [
    "restore /backups/praxis-monday",
    "restore /backups/praxis-monday --data /srv/praxis",
  ]);
  shell.does(restore, async ({ host, output, folder, json }, { args: [source = ""] }) => {
    const paths = existsSync(folder) ? notedPaths(folder) : null;
    const { backup: report, movedTo } = host.restore(source, folder);
    if (paths) noteServedPaths(folder, paths);
    output.print(
      json
        ? JSON.stringify({ ...report, folder, movedTo }, null, 2)
        : `${fields([
            ["restored", folder],
            ["events", String(report.position)],
            ["made at", report.at],
            ["before", movedTo === null ? "there was nothing" : `moved to ${movedTo}`],
          ])}\nWhat was done after that backup may be unknown to this log: the next start notices, and reconciles effects before it repeats any.\nGo on with: praxis start`,
    );
    return undefined;
  });
}
