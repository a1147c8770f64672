/** The repository's own text files, without what is installed, built or written while it runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./source-file.ts";

const notOurs = new Set(["node_modules", "dist", "package-lock.json"]);
const hiddenOnes = new Set([".ci", ".github", ".gitignore", ".npmrc"]);
const textKinds =
  /\.(?:[mc]?[tj]sx?|jsonc?|md|sql|html|css|ya?ml|sh|txt|csv|eml|vtt)$|(?:^|\/)[^.]+$|\/?\.(?:gitignore|npmrc)$/;

export function readTree(root: string): SourceFile[] {
  const files: SourceFile[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (notOurs.has(entry.name) || (entry.name.startsWith(".") && !hiddenOnes.has(entry.name))) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile())
        files.push({ path, text: textKinds.test(path) ? readFileSync(join(root, path), "utf8") : "" });
    }
  };
  walk("");
  return files;
}
