/**
 * The limit of Praxis on SQLite: `node:sqlite` alone, synchronous=FULL, with the rows that Praxis writes for the same runs, in the same tables with the same indexes, in
 * the same batches. Nothing is computed, sealed, hashed or read.
 *
 * Boundary: the rows are recorded from Praxis once, at the start; they are given to a new copy of the empty tables whenever they have all been written.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type Engine, runConcurrently } from "../peers/engine.ts";
import { folderBytes } from "../peers/engines/folder-bytes.ts";
import { openPraxis } from "../praxis/open-praxis.ts";
import { recordWrites, type WrittenBatches } from "../praxis/record-writes.ts";
import { RunEnds } from "../praxis/run-ends.ts";
import { tenSteps } from "./ten-steps.ts";

const recordedRuns = 1_000;
const recordedAlone = 30;

/** Rows of so many runs, on a copy of the tables as they were before them. */
class Replay {
  readonly #empty: string;
  readonly #path: string;
  readonly #batches: WrittenBatches;
  readonly #runs: number;
  #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  #next = 0;

  constructor(empty: string, path: string, batches: WrittenBatches, runs: number) {
    this.#empty = empty;
    this.#path = path;
    this.#batches = batches;
    this.#runs = runs;
    this.#database = this.#open();
  }

  #open(): DatabaseSync {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${this.#path}${end}`, { force: true });
    copyFileSync(this.#empty, this.#path);
    const database = new DatabaseSync(this.#path, { enableForeignKeyConstraints: false });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
    this.#prepared.clear();
    this.#next = 0;
    return database;
  }

  /** Writes what so many runs wrote, or the nearest number of batches. */
  write(runs: number): void {
    let left = Math.max(1, Math.round((runs * this.#batches.length) / this.#runs));
    for (; left > 0; left -= 1) {
      if (this.#next === this.#batches.length) this.startAnew();
      this.#database.exec("BEGIN IMMEDIATE");
      for (const { statement, parameters } of this.#batches[this.#next] ?? [])
        this.#prepare(statement).run(...parameters);
      this.#database.exec("COMMIT");
      this.#next += 1;
    }
  }

  #prepare(statement: string): StatementSync {
    const known = this.#prepared.get(statement);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(statement);
    this.#prepared.set(statement, prepared);
    return prepared;
  }

  startAnew(): void {
    this.#database.close();
    this.#database = this.#open();
  }

  close(): void {
    this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#database.close();
  }
}

export function bareSqlite(durability: "before next" | "before out"): Engine {
  let root = "";
  let together: Replay | undefined;
  let alone: Replay | undefined;
  return {
    name: `bare SQLite, rows of ${durability}`,
    version: () => process.versions.sqlite ?? "unknown",
    store: "SQLite on a file, WAL, synchronous=FULL, checkpoints as SQLite makes them",
    promises: "later",
    settledBy: "nothing",
    async start(folder) {
      root = folder;
      const place = (name: string) => join(folder, name);
      for (const concurrency of [64, 1]) {
        const runs = concurrency === 1 ? recordedAlone : recordedRuns;
        const source = place(`praxis-${concurrency}`);
        const opened = openPraxis(source, { durability });
        opened.praxis.load([tenSteps]);
        opened.praxis.start();
        const empty = place(`empty-${concurrency}.db`);
        const reader = new DatabaseSync(join(source, "data", "log.db"), { readOnly: true });
        reader.prepare("VACUUM INTO ?").run(empty);
        reader.close();
        const ends = new RunEnds(opened);
        const batches = await recordWrites(opened.log, () =>
          runConcurrently(runs, concurrency, async () => void (await ends.run("ten steps", {}))),
        );
        await opened.close();
        rmSync(source, { recursive: true });
        const replay = new Replay(empty, place(`bare-${concurrency}.db`), batches, runs);
        if (concurrency === 1) alone = replay;
        else together = replay;
      }
    },
    runOne: async () => alone?.write(1),
    runMany: async (count) => together?.write(count),
    bytesOnDisk: async () => folderBytes(root),
    processIds: () => [process.pid],
    async stop() {
      alone?.close();
      together?.close();
    },
  };
}
