/**
 * `praxis init`: writes a small project to begin with, from the files in examples/starter.
 *
 * Invariant: nothing is overwritten. A folder with something in it is refused before the first file is written.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Shell } from "../shell.ts";

/** As they are; npm leaves a `.gitignore` out of packages, and takes a package.json for the border of one. */
const copied = new Map([
  ["README.md", "README.md"],
  ["gitignore", ".gitignore"],
  ["processes/answer-mails.ts", "processes/answer-mails.ts"],
  ["processes/answer-mails.test.ts", "processes/answer-mails.test.ts"],
  ["mails/opening-hours.eml", "mails/opening-hours.eml"],
  ["mails/wrong-invoice.eml", "mails/wrong-invoice.eml"],
]);

const versions = z.record(z.string(), z.string());
const ownSchema = z.object({ version: z.string(), dependencies: versions, devDependencies: versions });
const packageSchema = z.looseObject({ name: z.string(), scripts: versions });
const compilerSchema = z.looseObject({ compilerOptions: z.record(z.string(), z.unknown()) });

export function addInitCommand(shell: Shell): void {
  const init = shell.command(
    "init [folder]",
    "write a small project to begin with: one process, one contract, one test",
    ["init office", "init"],
  );
  shell.does(init, async ({ output, json }, { args: [given = "."] }) => {
    const folder = resolve(given);
    const files = writeProject(folder);
    output.print(json ? JSON.stringify({ folder, files }) : describeNext(given, files));
    return exitCodes.done;
  });
}

/** @returns what was written, relative to the folder. @throws folder_not_empty */
function writeProject(folder: string): string[] {
  refuseWhatIsThere(folder);
  const own = dirname(realpathSync(createRequire(import.meta.url).resolve("praxis/package.json")));
  const starter = join(own, "examples", "starter");
  for (const [from, to] of copied) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    copyFileSync(join(starter, from), join(folder, to));
  }
  mkdirSync(join(folder, "inbox"));
  writeFileSync(join(folder, "inbox", ".gitkeep"), "");
  write(join(folder, "package.json"), packageFile(folder, own, starter));
  write(join(folder, "tsconfig.json"), compilerFile(own, starter));
  return [...copied.values(), "inbox/", "package.json", "tsconfig.json"].sort();
}

function refuseWhatIsThere(folder: string): void {
  const found = existsSync(folder) ? namesIn(folder).filter((name) => name !== ".git") : [];
  if (found.length === 0) return;
  const some = found.slice(0, 3).join(", ");
  throw new PraxisError(
    "folder_not_empty",
    `there is something in ${folder}: ${some}${found.length > 3 ? ", ..." : ""}`,
    {
      next: "Name a folder that is empty or does not exist: `praxis init office`. Nothing was written.",
    },
  );
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [basename(path)];
  }
}

function packageFile(folder: string, own: string, starter: string): unknown {
  const { version, dependencies, devDependencies } = ownSchema.parse(read(join(own, "package.json")));
  const { name: _, scripts, ...template } = packageSchema.parse(read(join(starter, "package.template.json")));
  const pinned = (name: string): Record<string, string> => {
    const at = dependencies[name] ?? devDependencies[name];
    return at === undefined ? {} : { [name]: at };
  };
  return {
    name: packageName(folder),
    ...template,
    scripts: isCheckout(own) ? { ...scripts, test: "node --conditions=praxis-source --test" } : scripts,
    dependencies: { praxis: isCheckout(own) ? `file:${pathTo(own, folder)}` : version, ...pinned("zod") },
    // Its `node` runs the scripts, whatever Node the machine has.
    devDependencies: { ...pinned("@types/node"), ...pinned("node"), ...pinned("typescript") },
  };
}

/** A checkout may have no dist, so its sources are imported, and are compiled with what imports them. */
function compilerFile(own: string, starter: string): unknown {
  const template = compilerSchema.parse(read(join(starter, "tsconfig.json")));
  if (!isCheckout(own)) return template;
  const asWeCompile = { customConditions: ["praxis-source"], exactOptionalPropertyTypes: true };
  return { ...template, compilerOptions: { ...template.compilerOptions, ...asWeCompile } };
}

/** As the launcher tells it: what is installed lies below node_modules. */
function isCheckout(own: string): boolean {
  return !own.split(sep).includes("node_modules");
}

function pathTo(own: string, folder: string): string {
  return relative(realpathSync(folder), own).split(sep).join("/");
}

function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name === "" || name === "praxis" || name === "zod" ? "my-office" : name;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function write(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { flag: "wx" });
}

function describeNext(given: string, files: readonly string[]): string {
  return `Written: ${files.join(", ")}

Next:${given === "." ? "" : `\n  cd ${given}`}
  npm install
  npm test       a simulated world, with power cuts
  npm start      serves ./processes, and starts again when you change a file
Then, in another terminal${given === "." ? "" : " in the same folder"}:
  cp mails/opening-hours.eml inbox/     somebody writes; the answer lies in outbox/
  cp mails/wrong-invoice.eml inbox/     about money, so it asks: npx praxis gates`;
}
