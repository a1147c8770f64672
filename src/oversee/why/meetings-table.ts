/**
 * Which runs met an effect that another run had done before (E1): the second ticket, the second webhook, the re-planned run. As a table (K3),
 * for the explanation of an effect; most effects have no row here.
 */
import { outcomeOutlineOf } from "../../engine/run-events.ts";
import type { Projection } from "../../log/event-log.ts";

export const meetingsProjection: Projection = {
  name: "meetings",
  version: 2,
  tables: {
    meetings: `CREATE TABLE meetings (effect TEXT NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, how TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (effect, run, seq)) STRICT, WITHOUT ROWID`,
  },
  apply(event, sql) {
    if (event.type !== "OutcomeDelivered") return;
    const outline = outcomeOutlineOf(event);
    if (outline?.kind !== "do" || outline.result === undefined) return;
    const { status, effect, run: doneBy, with: others = [] } = outline.result;
    const run = event.stream.slice("run/".length);
    const insert = (effect: string, how: "same" | "conflict"): void =>
      void sql.run("INSERT OR IGNORE INTO meetings VALUES (?, ?, ?, ?, ?)", effect, run, outline.seq, how, event.at);
    if (status === "succeeded" && effect !== undefined && doneBy !== undefined && doneBy !== run)
      insert(effect, "same");
    if (status === "conflict") for (const other of others) insert(other, "conflict");
  },
};
