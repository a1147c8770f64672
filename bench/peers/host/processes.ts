/** Processes and their files, as /proc tells them. */
import { readdirSync, readFileSync } from "node:fs";

/** The processes that are there of those given, and all that descend from them. */
export function withDescendants(roots: number[]): number[] {
  const children = new Map<number, number[]>();
  const there = new Set<number>();
  for (const name of readdirSync("/proc")) {
    const id = Number(name);
    if (!Number.isInteger(id)) continue;
    const parent = parentOf(id);
    if (parent === undefined) continue;
    there.add(id);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const found = new Set<number>();
  const visit = (id: number) => {
    if (!there.has(id) || found.has(id)) return;
    found.add(id);
    for (const child of children.get(id) ?? []) visit(child);
  };
  for (const root of roots) visit(root);
  return [...found];
}

function parentOf(id: number) {
  const status = read(`/proc/${id}/status`);
  if (status === undefined || /^State:\s+Z/m.test(status)) return undefined;
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

/** How many of their open files are written through to the disk (O_DSYNC, O_SYNC), so that no sync call shows it. */
export function syncedFiles(ids: number[]): number {
  const throughToDisk = 0o10_000;
  let count = 0;
  for (const id of ids)
    for (const file of list(`/proc/${id}/fdinfo`)) {
      const flags = /^flags:\s+([0-7]+)/m.exec(read(`/proc/${id}/fdinfo/${file}`) ?? "")?.[1];
      if (flags !== undefined && (Number.parseInt(flags, 8) & throughToDisk) !== 0) count += 1;
    }
  return count;
}

/** Processes and files go while one looks. */
function read(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function list(path: string) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
