/** What must be on the disk that survived, whoever looks at it later: whole pages, an unbroken chain, and all that was acknowledged (K1, K9, K10). */
import { integer, text } from "../../../src/log/rows.ts";
import type { Database } from "../../../src/log/sqlite/database.ts";
import { verifyChain } from "../../../src/log/sqlite/verify.ts";
import type { Outside } from "../world/outside.ts";

export function judgeSurvivors(database: Database, outside: Outside): string[] {
  const violations = database
    .all("PRAGMA integrity_check(5)")
    .map((row) => String(row.integrity_check))
    .filter((line) => line !== "ok")
    .map((line) => `K9: SQLite finds: ${line}`);
  violations.push(...verifyChain(database).map((problem) => `K9: ${problem}`));
  const hashes = new Map(
    database
      .all("SELECT position, lower(hex(hash)) AS hash FROM events")
      .map((row) => [integer(row, "position"), text(row, "hash")]),
  );
  for (const [position, hash] of outside.durable) {
    const found = hashes.get(position);
    if (found === undefined) violations.push(`K1: event ${position} was acknowledged and is lost`);
    else if (found !== hash) violations.push(`K1: event ${position} was acknowledged, and is another one now`);
  }
  if (violations.length === 0) violations.push(...editsNotFound(database));
  return violations.slice(0, 10);
}

/** Of any part of an event, an edit breaks the chain: so that a chain that leaves something out is not taken for whole. */
const edits = {
  "its envelope": 'UPDATE events SET meta = replace(meta, \'"n":"default"\', \'"n":"another"\') WHERE position = ?',
  "its payload": "UPDATE events SET payload = CAST(payload || x'20' AS BLOB) WHERE position = ?",
  "its hash": "UPDATE events SET hash = zeroblob(32) WHERE position = ?",
  "its stream":
    "UPDATE events SET stream = (SELECT max(stream) FROM events) + 1 - stream, number = number + 1000 WHERE position = ?",
  "its being there": "DELETE FROM events WHERE position = ?",
};

function editsNotFound(database: Database): string[] {
  const count = Number(database.get("SELECT count(*) AS count FROM events")?.count ?? 0);
  if (count < 3) return [];
  // Not the last one: that it was cut off, only an anchor outside tells.
  const position = 1 + (count % (count - 1));
  return Object.entries(edits).flatMap(([what, statement]) => {
    database.run("SAVEPOINT edited");
    database.run(statement, position);
    const isFound = verifyChain(database).length > 0;
    database.run("ROLLBACK TO edited");
    database.run("RELEASE edited");
    return isFound ? [] : [`K9: an edit of event ${position} (${what}) is not found`];
  });
}
