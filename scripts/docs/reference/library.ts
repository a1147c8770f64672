/** What `praxis` and `praxis/testing` export, from the declarations that the compiler writes. */
import * as praxis from "praxis";
import { z } from "zod";
import { type Exported, exportsOf, withDeclarations } from "./declarations.ts";
import { fieldRows, jsonSchemaShape } from "./describe-schema.ts";
import { type Page, table } from "./markdown.ts";

const entries = [
  {
    entry: "src/index.d.ts",
    file: "library.md",
    title: "The package praxis",
    about: "what a file of processes imports",
    introduction:
      'All that a file of processes needs: `import { process, contract } from "praxis"`. Things first, their types below.',
  },
  {
    entry: "src/testing/index.d.ts",
    file: "testing.md",
    title: "The package praxis/testing",
    about: "what tests of processes import",
    introduction:
      'A simulated world to test processes in: `import { world } from "praxis/testing"`. It works with any test runner. Things first, their types below.',
  },
];

export function libraryPages(root: string): Page[] {
  return withDeclarations(root, (folder) =>
    entries.map(({ entry, introduction, ...page }) => {
      const all = exportsOf(root, folder, entry).sort((one, other) => one.name.localeCompare(other.name, "en"));
      const things = all.filter((each) => !each.isType).map((each) => `## ${each.name}\n\n${partsOf(each)}`);
      const types = all.filter((each) => each.isType).map((each) => `### ${each.name}\n\n${partsOf(each)}`);
      return { ...page, body: [introduction, ...things, "## Types", ...types].join("\n\n") };
    }),
  );
}

function partsOf({ name, text, declaration }: Exported): string {
  const shown = fieldsOf(name) ?? `\`\`\`ts\n${withoutInside(declaration)}\n\`\`\``;
  return text === "" ? shown : `${asMarkdown(text)}\n\n${shown}`;
}

/** Of a schema its fields: the declaration of one says the same in many more letters. */
function fieldsOf(name: string): string | null {
  const value: unknown = new Map<string, unknown>(Object.entries(praxis)).get(name);
  if (!(value instanceof z.ZodObject)) return null;
  const schema = jsonSchemaShape.parse(z.toJSONSchema(value, { unrepresentable: "any", io: "input" }));
  return `A zod schema.\n\n${table(["field", "is", ""], fieldRows(schema))}`;
}

/** Private fields are a class's own business. */
function withoutInside(declaration: string): string {
  return declaration.replaceAll(/^ *(?:#private;|private .*;)\n/gm, "");
}

/** Docstrings indent their examples, and say `@throws code`. */
function asMarkdown(text: string): string {
  return text
    .split("\n\n")
    .map((part) => {
      const lines = part.split("\n");
      if (lines.every((line) => line.startsWith("    ")))
        return `\`\`\`ts\n${lines.map((line) => line.slice(4)).join("\n")}\n\`\`\``;
      return part.replaceAll(/@throws ([a-z_, A-Z]+)/g, "Throws: $1").replaceAll(/@(param|returns) /g, "$1: ");
    })
    .join("\n\n");
}
