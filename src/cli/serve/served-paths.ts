/**
 * What a folder's server serves: the files that were named, or the pack that comes along. It is noted in the data folder (`served.json`), so
 * that commands without a running server know the same processes.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { loadPaths } from "../../assembly/load-folder.ts";
import { replaceFile } from "../../log/replace-file.ts";
import type { CliHost, Served } from "../host.ts";

const notedSchema = z.object({ paths: z.array(z.string()) });

export function noteServedPaths(folder: string, paths: readonly string[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, "served.json"), JSON.stringify({ paths: paths.map((path) => resolve(path)) }));
}

export function notedPaths(folder: string): readonly string[] {
  try {
    return notedSchema.parse(JSON.parse(readFileSync(join(folder, "served.json"), "utf8"))).paths;
  } catch {
    return [];
  }
}

/** No paths: the pack. */
export async function serve(host: CliHost, folder: string, paths: readonly string[]): Promise<Served> {
  if (paths.length === 0) return host.openPack(folder);
  const definitions = await loadPaths(paths);
  const names = definitions.flatMap((file) =>
    file.definitions.flatMap((each) => (each.kind === "process" ? [each.name] : [])),
  );
  return {
    definitions,
    environment: {},
    demo: null,
    what: names.length === 0 ? "no process" : `the process${names.length === 1 ? "" : "es"} ${names.join(", ")}`,
    tryOut: [],
    close: async () => undefined,
  };
}

/** For a command that only reads: nothing is loaded and no pack is opened. */
export const servesNothing: Served = {
  definitions: [],
  environment: {},
  demo: null,
  what: "nothing",
  tryOut: [],
  close: async () => undefined,
};
