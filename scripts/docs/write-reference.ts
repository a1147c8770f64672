/** Writes docs/reference from the code: `node --conditions=praxis-source scripts/docs/write-reference.ts`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { referenceFiles } from "./reference/pages.ts";

const root = dirname(dirname(import.meta.dirname));
const folder = join(root, "docs", "reference");
mkdirSync(folder, { recursive: true });
for (const [file, text] of await referenceFiles(root)) writeFileSync(join(folder, file), text);
