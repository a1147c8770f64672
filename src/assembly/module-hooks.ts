/**
 * Lets a file of processes say `import { process } from "praxis"` wherever it lies, with or without an installed package.
 *
 * Invariants: `praxis` is always the running program's own copy, so that its classes are the ones the engine knows; `zod` is the
 * file's own where it has one, and ours where it has none. A `.ts` file is an ES module, also in a folder that `npm init` has made CommonJS.
 * A copy of a file finds the packages that its original finds.
 */
import { type ResolveFnOutput, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const alwaysOurs = /^praxis(\/|$)/;
const oursAsFallback = /^zod(\/|$)/;
const packageName = /^[^./][^:]*$/;
/** Folders that hold copies, and where their originals lie: as addresses that end with a slash. */
const originals = new Map<string, string>();
let installed = false;

/** @param copies a folder that holds copies @param original the folder that they lay in, which need not be there any more */
export function resolveAsOriginal(copies: string, original: string): void {
  originals.set(pathToFileURL(`${copies}/`).href, pathToFileURL(`${original}/`).href);
}

export function lendOwnPackages(): void {
  if (installed) return;
  installed = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const ours = { ...context, parentURL: import.meta.url };
      if (alwaysOurs.test(specifier)) return nextResolve(specifier, ours);
      const original = packageName.test(specifier) ? originalOf(context.parentURL) : undefined;
      if (original !== undefined) {
        try {
          return asModule(nextResolve(specifier, { ...context, parentURL: original }));
        } catch {
          // The project was moved away: what the copy itself finds may do.
        }
      }
      if (!oursAsFallback.test(specifier)) return asModule(nextResolve(specifier, context));
      try {
        return nextResolve(specifier, context);
      } catch {
        return nextResolve(specifier, ours);
      }
    },
  });
}

function originalOf(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  for (const [copies, original] of originals) if (file.startsWith(copies)) return original + file.slice(copies.length);
  return undefined;
}

function asModule(resolved: ResolveFnOutput): ResolveFnOutput {
  return resolved.format === "commonjs-typescript" ? { ...resolved, format: "module-typescript" } : resolved;
}
