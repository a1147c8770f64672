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
  return violations.slice(0, 10);
}
