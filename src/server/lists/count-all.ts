/** How much there is of what, for the marks beside the menu: counted in indexes that hold no more than is counted. */
import type { EventLog, Sql } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import type { CountsView } from "../views/run-view.ts";
import { housekeeping } from "./housekeeping.ts";

/** @param work without housekeeping, or all. What waits for people, is unknown or held is counted in any case. */
export function countAll(log: EventLog, now: number, work: "customer" | "all"): CountsView {
  const { sql } = log;
  const runs = new Map(
    sql
      .all("SELECT status, count(*) AS count FROM runs INDEXED BY runs_by_status GROUP BY status")
      .map((row) => [text(row, "status"), integer(row, "count")]),
  );
  const one = (statement: string, ...parameters: number[]): number =>
    integer(sql.get(statement, ...parameters) ?? {}, "count");
  const hourAgo = now - 3_600_000;
  if (work === "customer")
    for (const [status, count] of countHousekeeping(sql)) runs.set(status, (runs.get(status) ?? 0) - count);
  return {
    moving: runs.get("moving") ?? 0,
    waiting: runs.get("waiting") ?? 0,
    done: runs.get("done") ?? 0,
    cancelled: runs.get("cancelled") ?? 0,
    setAside: runs.get("set aside") ?? 0,
    toMend: one(
      "SELECT count(*) AS count FROM runs INDEXED BY runs_by_status WHERE status = 'set aside' AND detail IS NOT 'erased'",
    ),
    openGates: one(
      "SELECT count(*) AS count FROM gates INDEXED BY gates_open WHERE status = 'open' AND held_until IS NULL AND (expires_at IS NULL OR expires_at > ?)",
      now,
    ),
    unknownEffects: one(
      "SELECT count(*) AS count FROM effects INDEXED BY effects_open WHERE status IN ('intended', 'attempting', 'unknown') AND status = 'unknown'",
    ),
    quarantined: one("SELECT count(*) AS count FROM quarantine INDEXED BY quarantine_by_status WHERE status = 'held'"),
    lastHour: {
      done: one(
        `SELECT count(*) AS count FROM runs INDEXED BY runs_by_status WHERE status = 'done' AND started_at > ? AND process NOT IN (${housekeeping})`,
        hourAgo,
      ),
      moved: sql
        .all(
          "SELECT contract, count(*) AS count FROM effect_figures INDEXED BY effect_figures_by_time WHERE created_at > ? AND status = 'succeeded' AND cents IS NOT NULL GROUP BY contract",
          hourAgo,
        )
        .map((row) => ({ contract: text(row, "contract"), count: integer(row, "count") })),
    },
  };
}

/** What was set aside is counted in any case, for it needs somebody. What is over by the figures, where it lies together; what is not over, by its state, for that is little. */
function countHousekeeping(sql: Sql): (readonly [status: string, count: number])[] {
  if (sql.get(`${housekeeping} LIMIT 1`) === undefined) return [];
  const over = sql.all(
    `SELECT iif(ended = 'cancelled', ended, 'done') AS status, count(*) AS count FROM run_figures
       WHERE process IN (${housekeeping}) AND ended IN ('done', 'went on', 'cancelled') GROUP BY 1`,
  );
  const open = sql.all(
    `SELECT status, count(*) AS count FROM runs INDEXED BY runs_by_status
       WHERE status IN ('moving', 'waiting') AND process IN (${housekeeping}) GROUP BY status`,
  );
  return [...over, ...open].map((row) => [text(row, "status"), integer(row, "count")] as const);
}

/** One step in the index for each, however many runs there are. */
export function accountNames({ sql }: EventLog): string[] {
  return sql
    .all(
      `WITH RECURSIVE names(name) AS (
          SELECT min(account) FROM runs INDEXED BY runs_by_account
          UNION ALL SELECT (SELECT min(account) FROM runs INDEXED BY runs_by_account WHERE account > name) FROM names WHERE name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL`,
    )
    .map((row) => text(row, "name"));
}
