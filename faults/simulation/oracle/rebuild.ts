/** K3: the tables that were kept in step with the log, commit by commit and crash by crash, are what a rebuild from the log alone makes. */
import { projections } from "../../../src/assembly/assemble.ts";
import { testPorts } from "../../../src/kernel/testing/test-ports.ts";
import { text } from "../../../src/log/rows.ts";
import { noCheckpointer } from "../../../src/log/sqlite/checkpoint/checkpointer.ts";
import type { Database } from "../../../src/log/sqlite/database.ts";
import { noDisk } from "../../../src/log/sqlite/disk-sync.ts";
import { SqliteLog } from "../../../src/log/sqlite/sqlite-log.ts";

/** What no event carries: hints that are found again by looking. */
const hints = new Set(["waits.ready"]);

export function rebuiltOtherwise(database: Database): string[] {
  const before = dump(database);
  database.run("UPDATE projections SET version = -1");
  const row = database.get("SELECT log, epoch FROM log_identity");
  new SqliteLog({
    database,
    disk: noDisk,
    checkpointer: noCheckpointer,
    id: row ? text(row, "log") : "",
    epoch: Number(row?.epoch),
    masterKey: new Uint8Array(32).fill(7),
    ports: testPorts(),
    projections,
    upcasters: [],
    fatal: (error) => {
      throw error;
    },
    progress: () => undefined,
  });
  const after = dump(database);
  return [...before].flatMap(([table, rows]) => {
    const again = after.get(table) ?? [];
    const lost = rows.find((each) => !again.includes(each));
    const added = again.find((each) => !rows.includes(each));
    if (lost === undefined && added === undefined) return [];
    return [
      `K3: table ${table} is another one when it is rebuilt: it was ${lost ?? "without"}, it becomes ${added ?? "without"}`,
    ];
  });
}

function dump(database: Database): Map<string, string[]> {
  const tables = projections.flatMap(({ tables }) => Object.keys(tables));
  return new Map(
    tables.map((table) => [
      table,
      database
        .all(`SELECT * FROM ${table}`)
        .map((row) => JSON.stringify(Object.entries(row).filter(([column]) => !hints.has(`${table}.${column}`)))),
    ]),
  );
}
