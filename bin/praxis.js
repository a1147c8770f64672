#!/usr/bin/env node
/**
 * Starts the Praxis command line on a Node that can run it.
 *
 * Boundary: plain JavaScript that Node 20 can parse; only Node built-ins; it knows where the program is, not what it does.
 * 1. On Node 26 or newer an installed package is imported into this process: no second start-up.
 * 2. A source checkout needs the condition `praxis-source`, which is a start-up flag: this process is replaced (execve,
 *    same process id), or where the platform or Node has no execve, a child takes over.
 * 3. On an older Node the one from the dependency `node` takes over. Streams, signals and the exit code pass through.
 * `PRAXIS_FROM=dist` makes a source checkout run what `npm run build` made.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const neededMajor = 26;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

const program = findProgram();
if (Number.parseInt(process.versions.node, 10) < neededMajor) {
  await takeOver(findNode(), program);
} else if (program.flags.length > 0) {
  await takeOver(process.execPath, program);
} else {
  process.argv[1] = program.main;
  await import(pathToFileURL(program.main).href);
}

function findProgram() {
  const source = join(root, "src", "main.ts");
  const built = join(root, "dist", "src", "main.js");
  // Node strips no types below node_modules, so the sources that ship with the package do not make it a checkout.
  const installed = root.split(sep).includes("node_modules");
  if (!installed && process.env.PRAXIS_FROM !== "dist" && existsSync(source)) {
    return { main: source, flags: ["--conditions=praxis-source"] };
  }
  if (existsSync(built)) return { main: built, flags: [] };
  return stop(
    `praxis: there is no program in ${root}: ${built} is missing.`,
    installed
      ? "The package is incomplete. Remove node_modules/praxis and install it again."
      : "Run `npm run build` in that folder, and try again.",
  );
}

function findNode() {
  const executable = process.platform === "win32" ? "node.exe" : "node";
  const manifest = resolveFrom(import.meta.url, "node/package.json");
  if (manifest === undefined) return tooOld("The package `node`, which brings one along, is not installed.");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  if (Number.parseInt(version, 10) < neededMajor)
    return tooOld(`The package \`node\` in ${dirname(manifest)} is ${version}.`);

  // The package `node` fetches its binary in an install script; the platform's own package has the binary in its archive.
  const family = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const platform = process.platform === "win32" ? "win" : process.platform;
  const carrier = resolveFrom(manifest, `${family}-${platform}-${process.arch}/package.json`);
  const places = [manifest, carrier].filter(Boolean).map((file) => join(dirname(file), "bin", executable));
  const found = places.find((file) => existsSync(file));
  if (found !== undefined) return found;
  return tooOld(
    `The package \`node\` is in ${dirname(manifest)}, but its install script has not run, so its binary is missing.`,
  );
}

function resolveFrom(from, name) {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

async function takeOver(node, { main, flags }) {
  const args = [...process.execArgv, ...flags, main, ...process.argv.slice(2)];
  if (typeof process.execve === "function" && process.platform !== "win32") {
    process.execve(node, [node, ...args], process.env);
  }
  const { spawn } = await import("node:child_process");
  const child = spawn(node, args, { stdio: "inherit" });

  // A terminal sends Ctrl-C to the whole group, so the child has it already: a second one would cut its shutdown short.
  const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  const passOn = (signal) => {
    if (signal !== "SIGINT" || !atTerminal) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, passOn);

  child.once("error", (error) => {
    stop(`praxis: could not start ${node}: ${error.message}`, "Run `npm rebuild node`, or use Node 26, and try again.");
  });
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of signals) process.off(name, passOn);
    process.kill(process.pid, signal);
  });
}

function tooOld(finding) {
  return stop(
    `praxis: this is Node ${process.versions.node}; Praxis needs Node ${neededMajor} or newer. ${finding}`,
    "Do one of these, and try again:\n" +
      "  - `npm install-scripts approve node` and then `npm rebuild node`, where praxis is installed (it fetches Node 26)\n" +
      "  - install Node 26 from https://nodejs.org/",
  );
}

function stop(happened, next) {
  process.stderr.write(`${happened}\n${next}\n`);
  process.exit(1);
}
