/**
 * Which runs met an effect that another run had done before (E1): the second ticket, the second webhook, the re-planned run. As a table (K3),
 * for the explanation of an effect; most effects have no row here.
 */
import { z } from "zod";
import { isObject } from "../../kernel/json.ts";
import type { Projection } from "../../log/event-log.ts";

const sameSchema = z.object({ status: z.literal("succeeded"), effect: z.string(), run: z.string() });
const conflictSchema = z.object({ status: z.literal("conflict"), with: z.array(z.string()) });

export const meetingsProjection: Projection = {
  name: "meetings",
  version: 1,
  tables: {
    meetings: `CREATE TABLE meetings (effect TEXT NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, how TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (effect, run, seq)) STRICT, WITHOUT ROWID`,
  },
  apply(event, sql) {
    if (event.type !== "OutcomeDelivered" || event.erased) return;
    // Not the whole schema: this looks at every step of every run.
    if (!isObject(event.data) || event.data.kind !== "do" || typeof event.data.seq !== "number") return;
    const { value, seq } = event.data;
    const run = event.stream.slice("run/".length);
    const insert = (effect: string, how: "same" | "conflict"): void =>
      void sql.run("INSERT OR IGNORE INTO meetings VALUES (?, ?, ?, ?, ?)", effect, run, seq, how, event.at);
    const same = sameSchema.safeParse(value);
    if (same.success && same.data.run !== run) insert(same.data.effect, "same");
    const conflict = conflictSchema.safeParse(value);
    if (conflict.success) for (const effect of conflict.data.with) insert(effect, "conflict");
  },
};
