/** `praxis check`: whether files of processes load, and what they define. Opens no data folder and does nothing. */
import type { Definition } from "../../assembly/definitions.ts";
import { loadPaths } from "../../assembly/load-folder.ts";
import { exitCodes } from "../exit-codes.ts";
import { table } from "../render/table.ts";
import type { Shell } from "../shell.ts";

export function addCheckCommand(shell: Shell): void {
  const check = shell.command("check <paths...>", "load files of processes, say what they define, and do nothing", [
    "check ./processes",
    "check returns.ts --json",
  ]);
  shell.does(check, async ({ output, json }, { args }) => {
    const files = await loadPaths(args);
    const found = files.flatMap(({ path, definitions }) =>
      definitions.map((each) => ({ kind: each.kind, name: each.name, about: aboutOf(each), path })),
    );
    if (json) output.print(JSON.stringify(found));
    else
      output.print(
        table(
          ["what", "name", "", "file"],
          found.map(({ kind, name, about, path }) => [kind, name, about, path]),
        ),
      );
    return exitCodes.done;
  });
}

function aboutOf(definition: Definition): string {
  if (definition.kind === "contract") return definition.tier;
  return "on" in definition && typeof definition.on === "string" ? `on ${definition.on}` : "";
}
