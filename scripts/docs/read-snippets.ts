/** The fenced blocks of a Markdown file. One after a comment `<!-- not compiled: why -->` is text to look at, and says why. */
export interface Snippet {
  /** Of its document, relative to the package root. */
  readonly document: string;
  /** Where its first line stands, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** Named by a first line such as `// processes/welcome.ts`, so that snippets of one document can import each other. */
  readonly file: string | null;
}

const fence = /^```(\w*)\s*$/;
const named = /^\/\/ ([\w./-]+\.ts)\s*$/;
const leftOut = /^<!-- not compiled: \S.*-->\s*$/;

export function readSnippets(document: string, markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  const lines = markdown.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const language = fence.exec(lines[index] ?? "")?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf("```", index + 1);
    if (end < 0) throw new SyntaxError(`${document}:${index + 1}: this block never ends`);
    const body = lines.slice(index + 1, end);
    const isLeftOut = leftOut.test(lines.slice(0, index).findLast((line) => line.trim() !== "") ?? "");
    const file = named.exec(body[0] ?? "")?.[1] ?? null;
    if (!isLeftOut) snippets.push({ document, line: index + 2, language, code: body.join("\n"), file });
    index = end;
  }
  return snippets;
}

const call = /(?:^|[\s|;&(])praxis((?:\s+--(?:data|url|token|as)[= ]\S+|\s+--json)*)\s+([a-z-]+)([^#|;&\n]*)/g;

/** The commands in a block of shell: what follows `praxis`, also behind npx, variables and pipes; and the options that follow it. */
export function praxisCommands(code: string): { readonly command: string; readonly options: readonly string[] }[] {
  return [...code.matchAll(call)].map(([, , command = "", rest = ""]) => {
    const unquoted = rest.replaceAll(/"[^"]*"|'[^']*'/g, "");
    return { command, options: unquoted.match(/(?<=\s)--[a-z-]+/g) ?? [] };
  });
}

/** Where a document's links lead that lead to a file. */
export function fileLinks(markdown: string): string[] {
  const outside = markdown.replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...outside.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => (/^[a-z]+:|^#/.test(link) ? [] : [link]));
}
