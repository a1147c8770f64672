/**
 * Which code there is for which process (K6): the last registered version of a name starts new runs; older ones, and those that were kept for runs
 * which began with them, only carry those on.
 */
import type { ProcessVersion } from "./process-version.ts";

interface OnVersion {
  readonly id: string;
  readonly process: string;
  readonly version: string;
}

export class ProcessRegistry {
  readonly #versions = new Map<string, ProcessVersion[]>();
  /** By version. */
  readonly #kept = new Map<string, ProcessVersion>();
  /** By version: why it could not be kept or loaded. */
  readonly #lacking = new Map<string, string>();
  /** Runs that stay on their own version, by id: the newest version, which does not match their history. */
  readonly #staying = new Map<string, string>();

  register(process: ProcessVersion): void {
    const known = this.#versions.get(process.name) ?? [];
    this.#versions.set(process.name, [...known.filter((each) => each.version !== process.version), process]);
  }

  /** An old version, for runs that are on it. It starts none, also where its process is gone by now. */
  keep(process: ProcessVersion): void {
    this.#kept.set(process.version, process);
  }

  /** @param why in a sentence that goes on after "and" */
  lack(version: string, why: string): void {
    this.#lacking.set(version, why);
  }

  whyLacking(version: string): string {
    return this.#lacking.get(version) ?? "that version is not kept";
  }

  /** What drives a run: the newest code, until that is known not to match its history; then the version that it is on. */
  codeFor(run: OnVersion): ProcessVersion | undefined {
    const newest = this.newest(run.process);
    const own = this.find(run.process, run.version);
    const stays = newest !== undefined && this.#staying.get(run.id) === newest.version;
    return stays ? (own ?? newest) : (newest ?? own);
  }

  /** The newest code does not carry this run on. @returns whether its own version does from here on */
  stayBehind(run: OnVersion): boolean {
    const newest = this.newest(run.process);
    if (!newest || this.#staying.get(run.id) === newest.version || !this.find(run.process, run.version)) return false;
    this.#staying.set(run.id, newest.version);
    return true;
  }

  /** The run is over. */
  forget(run: string): void {
    this.#staying.delete(run);
  }

  newest(name: string): ProcessVersion | undefined {
    return this.#versions.get(name)?.at(-1);
  }

  find(name: string, version: string): ProcessVersion | undefined {
    return this.#versions.get(name)?.find((each) => each.version === version) ?? this.#kept.get(version);
  }

  startedBy(eventType: string): ProcessVersion[] {
    return this.all().filter((each) => each.on === eventType);
  }

  /** The newest version of each process. */
  all(): ProcessVersion[] {
    return [...this.#versions.values()].flatMap((versions) => versions.slice(-1));
  }
}
