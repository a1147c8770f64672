/** What may not stand in a file. Words that these rules look for are written so that the rules do not find themselves. */
import { scanSource } from "./scan-source.ts";
import { isCode, isTest, isTesting, type Rule, type SourceFile } from "./source-file.ts";

function codeRule(
  name: string,
  appliesTo: (path: string) => boolean,
  find: (file: SourceFile) => string | undefined,
): Rule {
  return {
    name,
    find: (files) =>
      files.flatMap((file) => {
        const detail = appliesTo(file.path) ? find(file) : undefined;
        return detail === undefined ? [] : [{ path: file.path, detail }];
      }),
  };
}

const exportStar = codeRule(
  "no export of everything",
  isCode,
  ({ text }) => /\bexport\s*(?:type\s*)?\*[^;\n]*/.exec(scanSource(text).code)?.[0],
);

const unfinishedWord = /\b(?:T[O]DO|F[I]XME|X[X]X)\b|\bnot (?:yet )?imp[l]emented\b/;
const unfinished = codeRule("nothing is left unfinished", isCode, ({ text }) => unfinishedWord.exec(text)?.[0]);

const standIn = /\bs[t]ub(?:s|bed)?\b/i;
const standIns = codeRule(
  "no stand-in outside tests",
  (path) => isCode(path) && !isTest(path) && !isTesting(path),
  ({ text }) => standIn.exec(text)?.[0],
);

const machinePath = /(?<![\w.-])\/w[o]rk\/|(?<![\w)\]])\.l[i]brary\b/;
const machinePaths = codeRule(
  "no text names a folder of the machine that it was written on",
  () => true,
  ({ text }) => machinePath.exec(text)?.[0],
);

const portNumber =
  /\b(?:port|[a-z]\w*Port|PORT|\w+_PORT)\s*(?::\s*number\s*)?(?:=|:|\?\?|\|\|)\s*[1-9][\d_]+|\blisten\(\s*[1-9][\d_]+/;
const portInUrl = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):[1-9]\d+/;
const portNumbers = codeRule(
  "only main.ts names a port number",
  (path) => path.startsWith("src/") && isCode(path) && path !== "src/main.ts" && !isTest(path) && !isTesting(path),
  ({ text }) => {
    const { code, strings } = scanSource(text);
    return portNumber.exec(code)?.[0] ?? strings.find((value) => portInUrl.test(value));
  },
);

export const textRules: readonly Rule[] = [exportStar, unfinished, standIns, machinePaths, portNumbers];
