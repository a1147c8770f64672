/**
 * Lets a file of processes say `import { process } from "praxis"` wherever it lies, with or without an installed package.
 *
 * Invariants: `praxis` is always the running program's own copy, so that its classes are the ones the engine knows; `zod` is the
 * file's own where it has one, and ours where it has none. A `.ts` file is an ES module, also in a folder that `npm init` has made CommonJS.
 */
import { type ResolveFnOutput, registerHooks } from "node:module";

const alwaysOurs = /^praxis(\/|$)/;
const oursAsFallback = /^zod(\/|$)/;
let installed = false;

export function lendOwnPackages(): void {
  if (installed) return;
  installed = true;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const ours = { ...context, parentURL: import.meta.url };
      if (alwaysOurs.test(specifier)) return nextResolve(specifier, ours);
      if (!oursAsFallback.test(specifier)) return asModule(nextResolve(specifier, context));
      try {
        return nextResolve(specifier, context);
      } catch {
        return nextResolve(specifier, ours);
      }
    },
  });
}

function asModule(resolved: ResolveFnOutput): ResolveFnOutput {
  return resolved.format === "commonjs-typescript" ? { ...resolved, format: "module-typescript" } : resolved;
}
