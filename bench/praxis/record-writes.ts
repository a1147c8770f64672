/**
 * What Praxis writes for some runs, statement by statement, with the commits between them: so that bare SQLite can be given the same rows in the same batches.
 *
 * Boundary: reads are not recorded, nor savepoints, nor the question for the epoch that begins each batch: bare SQLite needs none of them.
 */
import type { SqlValue } from "../../src/log/event-log.ts";
import type { SqliteLog } from "../../src/log/sqlite/sqlite-log.ts";

export interface WrittenStatement {
  readonly statement: string;
  readonly parameters: readonly SqlValue[];
}

/** Batches, each of which was one commit. */
export type WrittenBatches = readonly (readonly WrittenStatement[])[];

const isWrite = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i;

/** @param work ends with all that it wrote on disk. */
export async function recordWrites(log: SqliteLog, work: () => Promise<void>): Promise<WrittenBatches> {
  const { sql } = log;
  const run = sql.run.bind(sql);
  const get = sql.get.bind(sql);
  const batches: WrittenStatement[][] = [];
  let open: WrittenStatement[] = [];
  const note = (statement: string, parameters: readonly SqlValue[]) => {
    if (isWrite.test(statement)) open.push({ statement, parameters });
  };
  sql.run = (statement, ...parameters) => {
    note(statement, parameters);
    const changes = run(statement, ...parameters);
    if (statement === "COMMIT") {
      if (open.length > 0) batches.push(open);
      open = [];
    }
    return changes;
  };
  sql.get = (statement, ...parameters) => {
    note(statement, parameters);
    return get(statement, ...parameters);
  };
  try {
    await work();
    await log.whenDurable();
  } finally {
    sql.run = run;
    sql.get = get;
  }
  return batches;
}
