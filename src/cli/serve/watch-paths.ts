/** Tells when the files of a person's processes change, once for each burst of changes: an editor writes one file several times. */
import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

const quietMs = 200;
const codeFile = /\.(?:m?[jt]s|json)$/;
const notCode = /(?:^|[\\/])(?:node_modules|\.[^\\/]*)(?:[\\/]|$)|\.(?:test|spec)\.m?[jt]s$/;

/**
 * @param paths files or folders; of a file its whole folder is watched, for what it imports lies beside it.
 * @returns a function that ends it
 */
export function watchPaths(paths: readonly string[], changed: (file: string) => void): () => void {
  const folders = new Set(paths.map((path) => folderOf(resolve(path))));
  let timer: NodeJS.Timeout | null = null;
  const onChange = (name: string | null): void => {
    if (name === null || notCode.test(name) || !codeFile.test(name)) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => changed(basename(name)), quietMs);
  };
  const watchers: FSWatcher[] = [...folders].map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => onChange(name)),
  );
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}
