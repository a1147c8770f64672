/** How much there is of what, for the marks beside the menu: counted in indexes that hold no more than is counted. */
import type { EventLog } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import type { CountsView } from "../views/run-view.ts";

export function countAll(log: EventLog, now: number): CountsView {
  const { sql } = log;
  const runs = new Map(
    sql
      .all("SELECT status, count(*) AS count FROM runs INDEXED BY runs_by_status GROUP BY status")
      .map((row) => [text(row, "status"), integer(row, "count")]),
  );
  const one = (statement: string, ...parameters: number[]): number =>
    integer(sql.get(statement, ...parameters) ?? {}, "count");
  const hourAgo = now - 3_600_000;
  return {
    moving: runs.get("moving") ?? 0,
    waiting: runs.get("waiting") ?? 0,
    done: runs.get("done") ?? 0,
    cancelled: runs.get("cancelled") ?? 0,
    setAside: runs.get("set aside") ?? 0,
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
        "SELECT count(*) AS count FROM runs INDEXED BY runs_by_status WHERE status = 'done' AND started_at > ?",
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
