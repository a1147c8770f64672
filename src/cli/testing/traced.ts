/**
 * Faults at system calls, planted with strace (Linux, Debian's package `strace`): the n-th call of a name is not made, and answers with an error or kills the process.
 *
 * A name's calls are counted for each thread. With one thread in Node's pool that is exact: `fdatasync` is our own sync of the WAL in the pool, `fsync` and `pwrite64` are SQLite's on the main
 * thread, and a checkpoint's are in a thread of their own.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Why faults cannot be planted here; false where they can. */
export function whyNoFaults(): string | false {
  try {
    execFileSync("strace", ["-qq", "-e", "trace=none", "true"], { stdio: "ignore" });
    return false;
  } catch {
    return "strace is not installed, or may not trace here";
  }
}

export interface Plant {
  /** Name of a system call; several with commas. */
  readonly call: string;
  /** As strace takes it: `signal=SIGKILL`, `error=EIO`. */
  readonly fault: string;
  /** `3`: the third; `3+`: from the third on. */
  readonly when: number | string;
  /** Only calls that touch these files. */
  readonly paths?: readonly string[];
}

const switches = ({ call, fault, when, paths = [] }: Plant, notes: string): string[] => [
  ...["-f", "-q", "-y", "-e", "signal=none", "-o", notes],
  ...paths.flatMap((path) => ["-P", path]),
  ...["-e", `trace=${call}`, "-e", `inject=${call}:${fault}:when=${when}`],
];

/** The beginning of a command that runs the rest with the fault in it. strace steps aside (-D), so the process is our own child. @param notes file that says what was met */
export function withFault(plant: Plant, notes: string): string[] {
  return ["strace", "-D", ...switches(plant, notes)];
}

/** The same for a process that runs. */
export function intoRunning(pid: number, plant: Plant, notes: string): string[] {
  return ["strace", "-p", String(pid), ...switches(plant, notes)];
}

/** One thread, so that its calls are counted together. */
export const onePoolThread = { UV_THREADPOOL_SIZE: "1" };

/** What was being called where the fault struck; undefined where it struck nowhere. Call when the process is gone. */
export function struck(notes: string): string | undefined {
  if (!existsSync(notes)) return undefined;
  const lines = readFileSync(notes, "utf8").split("\n");
  // A call that never came back is the one that was being made; in other threads others may hang, too, but are not listed unless they are of the same name.
  const line = lines.find((each) => each.includes("(INJECTED)")) ?? lines.findLast((each) => / = \?$/.test(each));
  return line
    ?.replace(/^\d+ +/, "")
    .replace(/"[^"]*"(\.\.\.)?/g, "…")
    .replace(/(<[^>]*\/)([^/>]*>)/, "<$2");
}
