/**
 * `npm run bench:peers`: installs the engines that Praxis is compared with, in bench/peers alone, and measures them. What is given after `--` goes to
 * bench/peers/main.ts.
 *
 * Boundary: the install runs only when the lockfile has changed since the last one. One package compiles itself (better-sqlite3, where
 * it cannot fetch a prebuilt binary): with the headers that the package `node` brings, and a C++ compiler that has to be here.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const peers = join(root, "bench", "peers");
const headers = join(root, "node_modules/node/node_modules", `node-${process.platform}-${process.arch}`);

if (!isInstalled()) {
  process.stderr.write("Installing the engines to compare with; this takes a few minutes the first time.\n");
  run("npm", ["ci", "--no-audit", "--no-fund"], { npm_config_nodedir: headers });
}
const main = join(peers, "main.ts");
process.exitCode = run(process.execPath, ["--conditions=praxis-source", main, ...process.argv.slice(2)]).status ?? 1;

/** npm writes this file last, when all is there. */
function isInstalled() {
  const marker = join(peers, "node_modules", ".package-lock.json");
  return existsSync(marker) && statSync(marker).mtimeMs > statSync(join(peers, "package-lock.json")).mtimeMs;
}

function run(program: string, given: string[], settings: NodeJS.ProcessEnv = {}) {
  const cwd = program === "npm" ? peers : process.cwd();
  const ended = spawnSync(program, given, { cwd, stdio: "inherit", env: { ...process.env, ...settings } });
  if (program === "npm" && ended.status !== 0)
    process.stderr.write("npm ci in bench/peers failed; an engine that is not there is reported as such.\n");
  return ended;
}
