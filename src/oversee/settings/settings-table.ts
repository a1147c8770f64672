/** What operators set at run time, as a table: levels of autonomy, policy parameters, stop switches, reconcile mode. */
import { z } from "zod";
import { anyJson } from "../../kernel/schema.ts";
import type { Projection } from "../../log/event-log.ts";

/** One event for every change: who (its principal), why, before, after. */
export const settingChangedSchema = z.object({ key: z.string(), before: anyJson, after: anyJson, why: z.string() });

export const settingsStream = "settings";

export const settingsProjection: Projection = {
  name: "settings",
  version: 1,
  tables: {
    settings:
      "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL) STRICT, WITHOUT ROWID",
  },
  apply(event, sql) {
    if (event.type !== "SettingChanged") return;
    const { key, after } = settingChangedSchema.parse(event.data);
    if (after === null) sql.run("DELETE FROM settings WHERE key = ?", key);
    else
      sql.run(
        "INSERT INTO settings VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        key,
        JSON.stringify(after),
        event.at,
        event.principal,
      );
  },
};
