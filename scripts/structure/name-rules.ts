/** What files and exported things may be called. */

import { scanSource } from "./scan-source.ts";
import { isCode, isInCodeFolder, type Rule } from "./source-file.ts";

const longestName = 30;
const kebabCase = /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/;
const document = /^[A-Z]+\.md$/;
const emptyWords = new Set(["util", "utils", "helper", "helpers", "misc"]);

const kebabNames: Rule = {
  name: "file and folder names are kebab-case",
  find: (files) =>
    files.flatMap(({ path }) => {
      const wrong =
        isInCodeFolder(path) && path.split("/").find((part) => !kebabCase.test(part) && !document.test(part));
      return wrong ? [{ path, detail: wrong }] : [];
    }),
};

const meaningfulNames: Rule = {
  name: "no file or folder is named utils, helpers or misc",
  find: (files) =>
    files.flatMap(({ path }) => {
      const wrong = isInCodeFolder(path) && path.split(/[/.-]/).find((word) => emptyWords.has(word));
      return wrong ? [{ path, detail: wrong }] : [];
    }),
};

const shortNames: Rule = {
  name: `no exported name is over ${longestName} letters`,
  find: (files) =>
    files
      .filter(({ path }) => isCode(path))
      .flatMap(({ path, text }) =>
        scanSource(text)
          .exportedNames.filter((name) => name.length > longestName)
          .map((name) => ({ path, detail: `${name} has ${name.length}` })),
      ),
};

export const nameRules: readonly Rule[] = [kebabNames, meaningfulNames, shortNames];
