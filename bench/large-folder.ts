/** Starts `serve-folder.ts` on a folder, and signs people in there. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";

export interface LargeFolder {
  readonly url: string;
  loginUrl(): Promise<string>;
  close(): Promise<void>;
}

const listeningSchema = z.object({ url: z.string(), token: z.string() });

/** @param kept a folder that is used again, and filled where it is empty */
export async function openLargeFolder(
  kept: string | undefined,
  sizes: { runs: string; gates: string; events: string },
): Promise<LargeFolder> {
  const root = kept ?? mkdtempSync(join(tmpdir(), "praxis-console-"));
  const script = join(import.meta.dirname, "serve-folder.ts");
  const args = ["--conditions=praxis-source", script, root, sizes.runs, sizes.gates, sizes.events];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const first = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const { url, token } = listeningSchema.parse(JSON.parse(String(first.value)));
  const call = async (path: string, body: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return response.json();
  };
  return {
    url,
    async loginUrl(): Promise<string> {
      await call("/api/people", { name: "bench", role: "admin" });
      return z.object({ url: z.string() }).parse(await call("/api/people/bench/login-link", {})).url;
    },
    async close(): Promise<void> {
      child.stdin.end();
      await ended;
      if (kept === undefined) rmSync(root, { recursive: true });
    },
  };
}
