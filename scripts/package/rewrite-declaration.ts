/**
 * Makes a declaration file's relative imports end in `.js`. The compiler does so in the JavaScript that it emits, but
 * leaves `.ts` in the declarations, which tools other than TypeScript's own resolver do not follow.
 */
const relativeImport = /(\b(?:from|import)\s*\(?\s*")(\.{1,2}\/[^"\n]*?)\.ts"/g;

export function rewriteDeclaration(text: string): string {
  return text.replace(relativeImport, (whole, before: string, path: string) =>
    path.endsWith(".d") ? whole : `${before}${path}.js"`,
  );
}
