/** How large files and folders may grow: what fits on a screen is read whole. */
import { isCode, isInCodeFolder, isTest, type Rule } from "./source-file.ts";

const mostLines = 500;
const usualLines = 150;
const usualShare = 0.8;
const mostFilesInFolder = 15;

const lineCount = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);

const fileLength: Rule = {
  name: `no file is over ${mostLines} lines`,
  find: (files) =>
    files
      .filter(({ path, text }) => isCode(path) && lineCount(text) > mostLines)
      .map(({ path, text }) => ({ path, detail: `${lineCount(text)} lines` })),
};

const usualLength: Rule = {
  name: `at least ${usualShare * 100} % of the files are under ${usualLines} lines`,
  find: (files) => {
    const code = files.filter(({ path }) => isCode(path));
    const long = code.filter(({ text }) => lineCount(text) >= usualLines);
    if (long.length <= code.length * (1 - usualShare)) return [];
    return long.map(({ path, text }) => ({
      path,
      detail: `${lineCount(text)} lines; it is one of ${long.length} long files among ${code.length}`,
    }));
  },
};

const folderSize: Rule = {
  name: `no folder has more than ${mostFilesInFolder} files`,
  find: (files) => {
    const counted = files.filter(({ path }) => isInCodeFolder(path) && !isTest(path));
    const folders = Map.groupBy(counted, ({ path }) => path.slice(0, path.lastIndexOf("/")));
    return [...folders]
      .filter(([, inside]) => inside.length > mostFilesInFolder)
      .map(([path, inside]) => ({ path, detail: `${inside.length} files` }));
  },
};

export const budgetRules: readonly Rule[] = [fileLength, usualLength, folderSize];
