/**
 * A recorded history: the data folder of a real server as a released version left it, with its anchors, what the other side knows, and the states that its runs were in while they were live.
 * One compressed file each, `<version>/<name>.json.zst`.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { z } from "zod";
import { anyJson } from "../../src/kernel/schema.ts";

const historySchema = z.object({
  version: z.string(),
  name: z.string(),
  /** Milliseconds since 1970, when the server was stopped. */
  recordedAt: z.number(),
  /** By path: `data/...` and `anchors/...`; base64. */
  files: z.record(z.string(), z.string()),
  /** What the play needs to go on, beside the folder. */
  outside: anyJson,
  /** By run: the number of each event after which the run was quiet, and the hash of its state then. Empty where the version could not tell. */
  states: z.record(z.string(), z.record(z.string(), z.string())),
});
export type History = z.infer<typeof historySchema>;

export const historiesFolder = import.meta.dirname;

/** Of one process alone, or a key to a running server. */
const leftOut = /(?:^|\/)(?:owner\.db(?:-journal)?|server\.json|local\.token|log\.db-shm)$/;

export function filesOf(folder: string, as: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile() && !leftOut.test(path))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [join(as, relative(folder, path)), contentOf(path).toString("base64")]),
  );
}

/** Who owned it is nobody's business: only whose log it holds. */
function contentOf(path: string): Buffer {
  const content = readFileSync(path);
  if (basename(path) !== "owner.json") return content;
  const owner: unknown = JSON.parse(content.toString());
  return Buffer.from(JSON.stringify({ ...z.looseObject({}).parse(owner), host: "elsewhere" }));
}

export function writeHistory(history: History): { path: string; bytes: number } {
  const path = join(historiesFolder, history.version, `${history.name}.json.zst`);
  const packed = zstdCompressSync(JSON.stringify(history));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, packed);
  return { path, bytes: packed.length };
}

export function readHistories(): History[] {
  const names = readdirSync(historiesFolder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".json.zst"))
    .sort()
    .map((name) =>
      historySchema.parse(JSON.parse(zstdDecompressSync(readFileSync(join(historiesFolder, name))).toString())),
    );
}

/** Lays it out again: `data` becomes that folder, `anchors` that one. */
export function unpackHistory({ files }: History, data: string, anchors: string): void {
  for (const [name, content] of Object.entries(files)) {
    const [root, ...path] = name.split("/");
    const target = join(root === "data" ? data : anchors, ...path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    writeFileSync(target, Buffer.from(content, "base64"), { mode: 0o600 });
  }
}
