/** What a user's machine has, seen from inside `npm test`, which puts our own tools and settings in front of it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The environment without what npm and the test runner added: no node_modules/.bin on the PATH, no npm settings of ours. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|PRAXIS_|INIT_CWD$)/i.test(name));
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) };
}

/** The machine's own Node, if it is too old to run Praxis by itself. */
export function olderNode(): string | undefined {
  const folders = (userEnvironment().PATH ?? "").split(delimiter);
  return folders
    .map((folder) => join(folder, "node"))
    .filter((file) => existsSync(file))
    .find((file) => Number.parseInt(spawnSync(file, ["-p", "process.versions.node"]).stdout.toString(), 10) < 26);
}
