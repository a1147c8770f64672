/**
 * Makes dist/, which is what gets published: JavaScript, declarations with maps, and the files that the code reads.
 *
 * Boundary: src and packs alone; no tests, scripts or benchmarks. The layout below dist/ is the one of the sources, so that
 * relative paths to assets hold, and the packs' bare import `praxis` finds the package's own exports.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { rewriteDeclaration } from "./package/rewrite-declaration.ts";

const root = dirname(import.meta.dirname);
const dist = join(root, "dist");

/** Files that the program reads at run time. A kind that is not listed stays out of the package, and is named. */
const assetKinds = new Set([".json", ".sql", ".md", ".html", ".css", ".js", ".svg", ".txt", ".csv", ".eml", ".vtt"]);

rmSync(dist, { recursive: true, force: true });

const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const compiled = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (compiled.status !== 0) {
  process.stderr.write(
    "build: the compiler found errors; nothing was made. `npm run typecheck` shows them with the tests.\n",
  );
  process.exit(compiled.status ?? 1);
}

for (const file of globSync("**/*.d.ts", { cwd: dist })) {
  const path = join(dist, file);
  writeFileSync(path, rewriteDeclaration(readFileSync(path, "utf8")));
}

for (const file of globSync("{src,packs}/**/*", { cwd: root, exclude: ["**/node_modules", "**/.*"] })) {
  const isDeclaration = file.endsWith(".d.ts");
  const extension = extname(file);
  if (extension === "" || (extension === ".ts" && !isDeclaration)) continue;
  if (!isDeclaration && !assetKinds.has(extension)) {
    process.stderr.write(`build: left out ${file}: ${extension} is not a kind of asset (scripts/build.ts)\n`);
    continue;
  }
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}

const consoleBuilt = spawnSync(process.execPath, [join(root, "scripts", "build-console.ts"), "--must"], {
  stdio: "inherit",
});
if (consoleBuilt.status !== 0) process.exit(1);
