/**
 * Makes a declaration file's relative imports end in `.js`. The compiler does so in the JavaScript that it emits, but
 * leaves `.ts` in the declarations, which tools other than TypeScript's own resolver do not follow.
 */
const relativeImport = /(\b(?:from|import)\s*\(?\s*")(\.{1,2}\/[^"\n]*?)\.ts"/g;

const nodeImport = /\bfrom "node:/;

/** A declaration that names a module of Node says where its types are, for a user's own configuration may name none. */
export function rewriteDeclaration(text: string): string {
  const reference = nodeImport.test(text) ? '/// <reference types="node" />\n' : "";
  return (
    reference +
    text.replace(relativeImport, (whole, before: string, path: string) =>
      path.endsWith(".d") ? whole : `${before}${path}.js"`,
    )
  );
}
