/**
 * A disk that outlives the machine, and at which the power can be cut: right before a commit, so that the batch is lost although its writer
 * may have acted outside since the last one; or right after, before anybody is told that it was kept.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";

export type Side = "before" | "after";

/** The events that one commit made durable, by position. */
export interface Commit {
  readonly first: number;
  readonly last: number;
}

class WatchedDatabase extends DatabaseSync {
  commit: (work: () => void) => void = (work) => work();

  override prepare(statement: string): StatementSync {
    const prepared = super.prepare(statement);
    if (statement === "COMMIT") {
      const run = prepared.run.bind(prepared);
      prepared.run = () => {
        this.commit(() => void run());
        return { changes: 0, lastInsertRowid: 0 };
      };
    }
    return prepared;
  }
}

export class SimulatedDisk {
  readonly handle = new WatchedDatabase(":memory:");
  readonly commits: Commit[] = [];
  /** Asked at every commit that carries events: is the power cut here? */
  decide: (commit: Commit) => Side | null = () => null;
  /** Ends the machine at once. */
  powerOff: () => void = () => undefined;

  constructor() {
    this.handle.commit = (work) => this.#commit(work);
  }

  #commit(work: () => void): void {
    const first = (this.commits.at(-1)?.last ?? 0) + 1;
    const last = Number(this.handle.prepare("SELECT max(position) AS position FROM events").get()?.position ?? 0);
    if (last < first) return work();
    const side = this.decide({ first, last });
    if (side === "before") return this.powerOff();
    work();
    this.commits.push({ first, last });
    if (side === "after") this.powerOff();
  }
}
