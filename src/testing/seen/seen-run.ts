/** Runs as a test sees them: read from the log and its tables. */

import { runFinishedSchema, runStream, type SetAside, setAsideSchema } from "../../engine/run-events.ts";
import type { RunStatus } from "../../engine/runs-table.ts";
import type { Json } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";
import { oneOf, text, textOrNull } from "../../log/rows.ts";

export interface SeenRun {
  readonly id: string;
  readonly process: string;
  readonly status: RunStatus;
  readonly account: string;
  /** What the process returned; null until it is done. */
  readonly value: Json;
  /** What it waits for, in words. */
  readonly waitingFor: readonly string[];
  /** Why it was set aside; null where it was not. */
  readonly setAside: SetAside | null;
  /** The run that started it. */
  readonly parent: string | null;
}

const statuses = ["moving", "waiting", "done", "cancelled", "set aside"] as const;

/** In the order in which they began. */
export function readRuns(log: EventLog, titleOf: (gate: string) => string): SeenRun[] {
  return log.sql.all("SELECT * FROM runs ORDER BY started_position, id").map((row) => {
    const id = text(row, "id");
    const status = oneOf(row, "status", statuses);
    const last = log.readStream(runStream(id)).at(-1);
    const finished = status === "done" ? runFinishedSchema.safeParse(last?.data) : undefined;
    const aside = status === "set aside" ? setAsideSchema.safeParse(last?.data) : undefined;
    return {
      id,
      process: text(row, "process"),
      status,
      account: text(row, "account"),
      value: finished?.success ? finished.data.value : null,
      waitingFor: status === "waiting" ? readWaits(log, id, titleOf) : [],
      setAside: aside?.success ? aside.data : null,
      parent: textOrNull(row, "parent"),
    };
  });
}

function readWaits(log: EventLog, run: string, titleOf: (gate: string) => string): string[] {
  return log.sql.all("SELECT kind, key, what FROM waits WHERE run = ? ORDER BY seq", run).map((row) => {
    const what = text(row, "what");
    return text(row, "kind") === "gate" ? `${what}: "${titleOf(text(row, "key"))}"` : what;
  });
}
