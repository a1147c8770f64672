/**
 * Whether the tables say what the events say (K3): they are built again beside the log, in temporary tables of the same names, and compared row by row. And whether each subject's key can be had
 * (K10): one that is gone must have been erased on record.
 *
 * Boundary: reads only, in the transaction of its caller; needs the master key. What a table holds that no event says is named by its projection (`hints`, `forgetful`), and not compared.
 */
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { SystemRandom } from "../../kernel/random.ts";
import { Blobs } from "../blobs.ts";
import { decode } from "../envelope.ts";
import type { Projection } from "../event-log.ts";
import { Keyring } from "../keyring.ts";
import { areCurrent } from "../projections.ts";
import { integer, text } from "../rows.ts";
import { StoredEvents } from "./archive/stored-events.ts";
import type { Database } from "./database.ts";

const pageSize = 2_000;
const mostProblems = 20;

/** @returns what is wrong, in words. */
export function brokenTables(
  database: Database,
  projections: readonly Projection[],
  masterKey: Uint8Array,
  progress: (done: number, total: number) => void,
): string[] {
  const keyring = new Keyring(masterKey, new SystemRandom(), database);
  const problems = [...brokenKeys(database, keyring), ...unopenedBlobs(database, keyring)];
  // Of another version: the next start builds them again anyway.
  const built = areCurrent(projections, database) ? projections : [];
  for (const { tables } of built) for (const definition of Object.values(tables)) makeTemporary(database, definition);
  try {
    for (const event of recorded(database, keyring, problems, progress))
      for (const projection of built)
        projection.apply(event, database, { derivedKey: (purpose) => keyring.derive(purpose) });
  } catch (thrown) {
    // Named by who walked the chain; what these events say of the tables nobody can tell.
    if (thrown instanceof PraxisError && thrown.code === "segment_damaged") return problems.slice(0, mostProblems);
    throw thrown;
  }
  for (const projection of built) problems.push(...differences(database, projection));
  return problems.slice(0, mostProblems);
}

function brokenKeys(database: Database, keyring: Keyring): string[] {
  const problems: string[] = [];
  for (const row of database.all("SELECT id, pseudonym, wrapped, erased_at FROM subject_keys")) {
    const [id, pseudonym] = [integer(row, "id"), text(row, "pseudonym")];
    try {
      if (row.erased_at === null) keyring.keyFor(pseudonym);
      else if (!isErasedOnRecord(database, pseudonym))
        problems.push(`key ${id} is gone, and no event says that it was erased`);
    } catch {
      problems.push(`key ${id} was changed: what it sealed cannot be read`);
    }
  }
  return problems;
}

function unopenedBlobs(database: Database, keyring: Keyring): string[] {
  if (!database.get("SELECT 1 FROM sqlite_schema WHERE name = 'blobs'")) return [];
  const blobs = new Blobs(database, keyring);
  const keys = new Set(database.all("SELECT id FROM subject_keys").map((row) => integer(row, "id")));
  return database.all("SELECT id, key FROM blobs").flatMap((row) => {
    const [id, key] = [text(row, "id"), integer(row, "key")];
    try {
      blobs.read(id);
      return keys.has(key) ? [] : [`key ${key}, which sealed blob ${id}, is missing`];
    } catch {
      return [`blob ${id} cannot be opened with key ${key}`];
    }
  });
}

function isErasedOnRecord(database: Database, pseudonym: string): boolean {
  return new StoredEvents(database).one(`subject/${pseudonym}`, 1) !== undefined;
}

/** Names without a schema mean the temporary ones from now on. */
function makeTemporary(database: Database, definition: string): void {
  database.script(
    definition
      .replaceAll(/CREATE TABLE (IF NOT EXISTS )?/g, "CREATE TEMP TABLE ")
      .replaceAll(/CREATE (UNIQUE )?INDEX (IF NOT EXISTS )?/g, "CREATE $1INDEX temp."),
  );
}

function* recorded(
  database: Database,
  keyring: Keyring,
  problems: string[],
  progress: (done: number, total: number) => void,
): Generator<RecordedEvent> {
  const keys = new Set(database.all("SELECT id FROM subject_keys").map((row) => integer(row, "id")));
  const stored = new StoredEvents(database);
  const last = Number(database.get("SELECT max(position) AS position FROM events")?.position ?? 0);
  for (let from = 1; from <= last; from += pageSize) {
    for (const kept of stored.between(from, from + pageSize - 1)) {
      try {
        const event = decode(kept, (keyId, payload, about) => keyring.open(keyId, payload, about), []);
        if (event.keyId !== 0 && !keys.has(event.keyId))
          problems.push(`key ${event.keyId}, which sealed event ${kept.position}, is missing`);
        yield event;
      } catch (thrown) {
        problems.push(`event ${kept.position} (${kept.stream} #${kept.number}) cannot be opened: ${messageOf(thrown)}`);
      }
    }
    progress(Math.min(from + pageSize - 1, last), last);
  }
}

function differences(database: Database, { tables, hints = {}, forgetful = [] }: Projection): string[] {
  const isErased = database.get("SELECT 1 FROM subject_keys WHERE erased_at IS NOT NULL") !== undefined;
  const compared = Object.keys(tables).filter((table) => !(isErased && forgetful.includes(table)));
  return compared.flatMap((table) => {
    const columns = database
      .all(`PRAGMA temp.table_info(${table})`)
      .map((row) => text(row, "name"))
      .filter((column) => !(hints[table] ?? []).includes(column))
      .join(", ");
    const count = (left: string, right: string): number =>
      Number(
        database.get(
          `SELECT count(*) AS count FROM (SELECT ${columns} FROM ${left}.${table} EXCEPT SELECT ${columns} FROM ${right}.${table})`,
        )?.count,
      );
    const [tooMany, missing] = [count("main", "temp"), count("temp", "main")];
    if (tooMany + missing === 0) return [];
    return [
      `the table ${table} does not agree with the events: ${tooMany} rows of it that they do not say, ${missing} that it lacks`,
    ];
  });
}
