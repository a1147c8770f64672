/** A connection of SQLite in WebAssembly, with the face that `Database` needs of Node's. */
import type { Row, SqlValue } from "../../../src/log/event-log.ts";
import { type SqliteHandle, type SqliteStatement, settings, walMode } from "../../../src/log/sqlite/database.ts";
import { vfsName } from "./faulty-vfs.ts";
import { sqlite } from "./load-sqlite.ts";

/** As Node's SQLite has it, and so production. */
const pageBytes = 4_096;

export function openWasm(path: string): SqliteHandle {
  const database = told(() => new sqlite.oo1.DB({ filename: path, flags: "c", vfs: vfsName }));
  const handle: SqliteHandle = {
    prepare: (statement) => prepare(database, statement),
    exec: (statements) => told(() => void database.exec(statements)),
    get isTransaction() {
      return database.pointer !== undefined && sqlite.capi.sqlite3_get_autocommit(database.pointer) === 0;
    },
    close: () => told(() => database.close()),
  };
  handle.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA busy_timeout = 50; ${walMode}; ${settings}`);
  return handle;
}

function prepare(database: InstanceType<typeof sqlite.oo1.DB>, text: string): SqliteStatement {
  const statement = told(() => database.prepare(text));
  const columns = statement.columnCount > 0 ? statement.getColumnNames() : [];
  const row = (): Row => {
    const read: Record<string, unknown> = {};
    for (const [index, name] of columns.entries()) read[name] = statement.get(index);
    return read;
  };
  const execute = <T>(parameters: readonly SqlValue[], work: () => T): T =>
    told(() => {
      try {
        for (const [index, value] of parameters.entries()) statement.bind(index + 1, value);
        return work();
      } finally {
        statement.reset(true);
      }
    });
  return {
    run: (...parameters) =>
      execute(parameters, () => {
        while (statement.step());
        return { changes: database.changes() };
      }),
    get: (...parameters) => execute(parameters, () => (statement.step() ? row() : undefined)),
    all: (...parameters) =>
      execute(parameters, () => {
        const rows: Row[] = [];
        while (statement.step()) rows.push(row());
        return rows;
      }),
  };
}

/** SQLite's code where Node puts it. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof sqlite.SQLite3Error) throw Object.assign(thrown, { errcode: thrown.resultCode });
    throw thrown;
  }
}
