/**
 * Builds the web console from `console/` into `dist/console`.
 *
 *   node scripts/build-console.ts [--must] [--sizes]
 *
 * Runs after an install (`prepare`) and before publishing. An install without development packages has no Vite: that is said and is no
 * failure, unless `--must` is given. `--sizes` prints what a browser loads first, compressed.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";

const root = dirname(import.meta.dirname);
const consoleFolder = join(root, "console");
const target = join(root, "dist", "console");
const { values } = parseArgs({
  options: { must: { type: "boolean", default: false }, sizes: { type: "boolean", default: false } },
});

if (hasVite()) await buildConsole();
else leaveOut();

function hasVite(): boolean {
  try {
    createRequire(join(consoleFolder, "package.json")).resolve("vite");
    return true;
  } catch {
    return false;
  }
}

function leaveOut(): void {
  const found = existsSync(join(target, "index.html")) ? "the one that was built before stays" : "there is none";
  process.stderr.write(
    `console: Vite is not installed, so the web console was not built; ${found}. \`npm ci\` without --omit=dev brings it.\n`,
  );
  if (values.must) process.exitCode = 1;
}

async function buildConsole(): Promise<void> {
  const { build } = await import("vite");
  try {
    await build({
      root: consoleFolder,
      configFile: join(consoleFolder, "vite.config.ts"),
      logLevel: "error",
      build: { outDir: target, emptyOutDir: true },
    });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    process.stderr.write(`console: the web console could not be built.\n${reason}\n`);
    process.stderr.write("console: `npm run typecheck --workspace console` may say more; nothing else was changed.\n");
    process.exitCode = 1;
    return;
  }
  if (values.sizes) printSizes();
}

/** What index.html asks for at once: its scripts, their static imports, its styles. */
function printSizes(): void {
  const html = readFileSync(join(target, "index.html"), "utf8");
  const files = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].flatMap((match) => match[1] ?? []);
  let sum = 0;
  for (const file of files) {
    const bytes = gzipSync(readFileSync(join(target, file))).length;
    sum += bytes;
    process.stdout.write(`${(bytes / 1024).toFixed(1).padStart(7)} kB  ${file}\n`);
  }
  process.stdout.write(`${(sum / 1024).toFixed(1).padStart(7)} kB  first load, compressed\n`);
}
