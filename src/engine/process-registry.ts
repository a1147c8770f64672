/** Which code there is for which process (K6): several versions of one name may be present; the last registered one starts new runs. */
import type { ProcessVersion } from "./process-version.ts";

export class ProcessRegistry {
  readonly #versions = new Map<string, ProcessVersion[]>();

  register(process: ProcessVersion): void {
    const known = this.#versions.get(process.name) ?? [];
    this.#versions.set(process.name, [...known.filter((each) => each.version !== process.version), process]);
  }

  newest(name: string): ProcessVersion | undefined {
    return this.#versions.get(name)?.at(-1);
  }

  find(name: string, version: string): ProcessVersion | undefined {
    return this.#versions.get(name)?.find((each) => each.version === version);
  }

  startedBy(eventType: string): ProcessVersion[] {
    return this.all().filter((each) => each.on === eventType);
  }

  /** The newest version of each process. */
  all(): ProcessVersion[] {
    return [...this.#versions.values()].flatMap((versions) => versions.slice(-1));
  }
}
