/** The console as it is served: built anew where its sources are newer than what lies in `dist/console`. */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../../src/cli/testing/praxis-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const built = join(root, "dist", "console", "index.html");
const lock = join(root, "dist", "console.building");
/** A build takes seconds; whoever held the lock for longer has died. */
const staleMs = 60_000;

/** Test files run side by side: one of them builds, the others wait for it. */
export async function buildConsole(): Promise<void> {
  if (isFresh()) return;
  mkdirSync(join(root, "dist"), { recursive: true });
  await until("the console is built", async () => {
    if (isFresh()) return true;
    if (!take()) return undefined;
    try {
      const done = spawnSync(process.execPath, ["scripts/build-console.ts", "--must"], { cwd: root, encoding: "utf8" });
      if (done.status !== 0) throw new Error(`the console cannot be built: ${done.stderr}`);
      return true;
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  });
}

function take(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > staleMs)
      rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function isFresh(): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  const sources = globSync("{src,public}/**/*.*", { cwd: join(root, "console"), exclude: ["**/*.test.ts"] });
  return [...sources, "index.html", "vite.config.ts"].every(
    (source) => statSync(join(root, "console", source)).mtimeMs <= builtAt,
  );
}
