/**
 * `server.json` in the data folder: where its server listens, and the token that lets commands of this machine in.
 *
 * Invariants: mode 0600 from the first byte, for the token is in it; written after the server listens; removed by the one who wrote it.
 * `local.token` outlives the server, so that a restart does not lock out who is at work.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../../log/replace-file.ts";

const serverSchema = z.object({ url: z.url(), token: z.string(), pid: z.int() });
export type ServerFile = z.infer<typeof serverSchema>;

const pathOf = (folder: string): string => join(folder, "server.json");

export function writeServerFile(folder: string, server: ServerFile): void {
  const temporary = `${pathOf(folder)}.new`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, JSON.stringify(server), { mode: 0o600, flag: "wx" });
  renameSync(temporary, pathOf(folder));
}

/** The server that says it serves this folder; undefined where none does, or its process is gone. */
export function readServerFile(folder: string): ServerFile | undefined {
  try {
    const server = serverSchema.parse(JSON.parse(readFileSync(pathOf(folder), "utf8")));
    return isAlive(server.pid) ? server : undefined;
  } catch {
    return undefined;
  }
}

export function removeServerFile(folder: string, pid: number): void {
  if (readServerFile(folder)?.pid === pid) rmSync(pathOf(folder), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && "code" in thrown && thrown.code === "EPERM";
  }
}

/** The token of this machine's own commands; made on first use. */
export function localToken(folder: string): string {
  const path = join(folder, "local.token");
  if (existsSync(path)) {
    const known = readFileSync(path, "utf8").trim();
    if (known !== "") return known;
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const token = randomBytes(32).toString("base64url");
  replaceFile(path, token);
  return token;
}
