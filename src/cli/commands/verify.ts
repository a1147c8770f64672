/** `praxis verify`: proves that nothing in the log was cut, flipped or edited, and says how far that proof reaches. */
import { exitCodes } from "../exit-codes.ts";
import type { VerifyReport } from "../host.ts";
import { progressLine } from "../render/progress.ts";
import { fields, table } from "../render/table.ts";
import { ago, clockTime } from "../render/time.ts";
import type { Shell } from "../shell.ts";

export function addVerifyCommand(shell: Shell): void {
  const verify = shell.command(
    "verify",
    "check the whole log against its chain of hashes and its anchors, and the tables against the log",
    ["verify", "verify --data /srv/praxis --json"],
  );
  shell.does(verify, async ({ host, output, folder, json }) => {
    const progress = progressLine(output, "verifying");
    const report = host.verify(folder, progress.show);
    progress.end();
    output.print(json ? JSON.stringify(report, null, 2) : describeVerification(report, Date.now()));
    return report.ok ? exitCodes.done : exitCodes.verificationFailed;
  });
}

export function describeVerification(report: VerifyReport, now: number): string {
  const anchored =
    report.anchoredAt === null
      ? "never: an edit in the middle would show, a cut of the end would not"
      : `${clockTime(report.anchoredAt)} (${ago(report.anchoredAt, now)}), ${report.beyondAnchor} events before the end`;
  const summary = fields([
    ["result", report.ok ? "whole: every event is as it was recorded" : "NOT whole"],
    ["events", String(report.events)],
    ["last anchor", anchored],
  ]);
  const parts = [summary];
  if (report.notes.length > 0)
    parts.push(
      table(
        ["note"],
        report.notes.map((note) => [note]),
      ),
    );
  if (report.problems.length > 0) {
    const rows = report.problems.map((problem, index) => [String(index + 1), problem]);
    parts.push(table(["#", "problem"], rows));
    parts.push(
      "Nothing was changed. Keep this folder as it is for whoever looks into it, and go back to a backup:\n  praxis restore <backup>",
    );
  }
  return parts.join("\n\n");
}
