import assert from "node:assert/strict";
import { test } from "node:test";
import { rewriteDeclaration } from "./rewrite-declaration.ts";

test("every form of relative import in a declaration ends in .js", () => {
  const before = [
    'export { open } from "./open.ts";',
    'import type { Event } from "../kernel/event.ts";',
    'import "./register.ts";',
    'export declare const load: () => Promise<typeof import("./late.ts")>;',
  ].join("\n");
  assert.equal(rewriteDeclaration(before), before.replaceAll(".ts", ".js"));
});

test("packages, declaration files and other strings stay as they are", () => {
  const text = 'import { z } from "zod";\nimport "./global.d.ts";\nexport declare const name = "./main.ts";\n';
  assert.equal(rewriteDeclaration(text), text);
});

test("a declaration that names a module of Node says where its types are", () => {
  const declaration = 'import { DatabaseSync } from "node:sqlite";\n';
  assert.equal(rewriteDeclaration(declaration), `/// <reference types="node" />\n${declaration}`);
});
