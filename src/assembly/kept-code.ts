/**
 * Old versions of processes, kept for the runs that began with them (K6): `<data folder>/code/<digest>/`, with the source under `files/` as it lay, and
 * `kept.json`, which says what it is.
 *
 * Boundary: the source that a digest covers, and nothing else. Packages are found from where the original lies, `praxis` is the running program's own;
 * what code reads as a file is not kept.
 * Invariants: what starts runs is on disk here before any run starts. Nothing is loaded whose digest is not the one in its name, nor that no live run
 * needs. What neither a live run nor the loaded code needs is removed.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { messageOf } from "../kernel/errors.ts";
import { text } from "../log/rows.ts";
import { syncFolder } from "../log/sync-folder.ts";
import type { Praxis } from "./assemble.ts";
import { type Code, readCode } from "./code-digest.ts";
import type { Definition } from "./definitions.ts";
import { importDefinitions } from "./load-folder.ts";
import { lendOwnPackages, resolveAsOriginal } from "./module-hooks.ts";

const manifestName = "kept.json";
const manifestSchema = z.object({
  /** Relative to `files/`. */
  entry: z.string(),
  /** Where the source lay, to find its packages. */
  from: z.string(),
  versions: z.array(z.string()),
});
type Manifest = z.infer<typeof manifestSchema>;

export interface KeepableFile {
  readonly code?: Code;
  readonly definitions: readonly Definition[];
}

type KeepingPraxis = Pick<Praxis, "log" | "processes" | "keep">;

/** Keeps what is loaded, loads what live runs need beside it, and removes the rest. Call once all is loaded, before runs move. */
export async function keepCode(folder: string, files: readonly KeepableFile[], praxis: KeepingPraxis): Promise<void> {
  for (const { code, definitions } of files) if (code) keep(folder, code, versionsOf(definitions, code.digest));
  const current = new Set(praxis.processes.all().map(({ version }) => version));
  const needed = new Set(neededVersions(praxis).filter((version) => !current.has(version)));
  for (const digest of namesIn(folder)) {
    const manifest = readManifest(folder, digest);
    if (manifest === null && !isLeftOver(digest)) continue;
    const wanted = manifest?.versions.filter((version) => needed.has(version)) ?? [];
    if (wanted.length > 0 && manifest) await load(folder, digest, manifest, wanted, praxis);
    else if (!manifest?.versions.some((version) => current.has(version)))
      rmSync(join(folder, digest), { recursive: true, force: true });
  }
}

function neededVersions({ log }: KeepingPraxis): string[] {
  const rows = log.sql.all("SELECT DISTINCT version FROM runs WHERE status IN ('moving', 'waiting', 'set aside')");
  return rows.map((row) => text(row, "version"));
}

function versionsOf(definitions: readonly Definition[], digest: string): string[] {
  return definitions.flatMap((each) =>
    each.kind === "process" ? [each.version(() => undefined, digest).version] : [],
  );
}

function keep(folder: string, code: Code, versions: readonly string[]): void {
  if (versions.length === 0) return;
  const target = join(folder, code.digest);
  const known = readManifest(folder, code.digest);
  const isWhole = known !== null && whyUnsound(folder, code.digest, known) === null;
  if (isWhole && versions.every((version) => known.versions.includes(version))) return;
  const from = commonFolder([...code.texts.keys()]);
  const unfinished = join(folder, `.${code.digest}`);
  rmSync(unfinished, { recursive: true, force: true });
  for (const [path, content] of code.texts) writeThrough(join(unfinished, "files", relative(from, path)), content);
  const manifest: Manifest = {
    entry: relative(from, code.entry).split(sep).join("/"),
    from,
    versions: [...new Set([...(known?.versions ?? []), ...versions])],
  };
  writeThrough(join(unfinished, manifestName), JSON.stringify(manifest, null, 2));
  rmSync(target, { recursive: true, force: true });
  renameSync(unfinished, target);
  syncFolder(folder);
}

async function load(
  folder: string,
  digest: string,
  manifest: Manifest,
  wanted: readonly string[],
  praxis: KeepingPraxis,
): Promise<void> {
  const place = join(folder, digest);
  const lack = (why: string): void => {
    for (const version of wanted) praxis.processes.lack(version, why);
  };
  const unsound = whyUnsound(folder, digest, manifest);
  if (unsound !== null) return lack(`its source, kept in ${place}, ${unsound}`);
  const files = join(place, "files");
  lendOwnPackages();
  resolveAsOriginal(files, manifest.from);
  try {
    const definitions = await importDefinitions(join(files, manifest.entry));
    praxis.keep(
      definitions.filter((each) => each.kind !== "process" || isWanted(each, digest, wanted)),
      digest,
    );
    lack(`its source, kept in ${place}, does not define it any more`);
  } catch (thrown) {
    lack(`its source is kept, but ${messageOf(thrown)}`);
  }
}

function isWanted(definition: Definition, digest: string, wanted: readonly string[]): boolean {
  return versionsOf([definition], digest).some((version) => wanted.includes(version));
}

/** Null where it is whole and unchanged. */
function whyUnsound(folder: string, digest: string, { entry }: Manifest): string | null {
  try {
    return readCode(join(folder, digest, "files", entry)).digest === digest ? null : "was changed or is incomplete";
  } catch (thrown) {
    return `cannot be read (${messageOf(thrown)})`;
  }
}

function readManifest(folder: string, digest: string): Manifest | null {
  if (isLeftOver(digest)) return null;
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(join(folder, digest, manifestName), "utf8")));
  } catch {
    return null;
  }
}

/** Of a process that ended while it wrote. */
function isLeftOver(name: string): boolean {
  return name.startsWith(".");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The deepest folder that all of them lie in. */
function commonFolder(paths: readonly string[]): string {
  const [first = "/", ...others] = paths.map((path) => dirname(path));
  let common = first;
  while (others.some((each) => each !== common && !each.startsWith(common === "/" ? common : `${common}${sep}`)))
    common = dirname(common);
  return common;
}

function writeThrough(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, "w", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
