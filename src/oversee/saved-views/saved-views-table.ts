/** Lists as people have saved them for themselves, as a table (K3): where each one lies in its person's stream. */
import { z } from "zod";
import { outlineOf } from "../../kernel/event.ts";
import type { Projection } from "../../log/event-log.ts";

export const savedPages = ["runs", "gates", "effects"] as const;

/** `key`: a pseudonym of the name. A name or a query may hold a customer's, so both lie sealed in the event only. */
export const viewSavedSchema = z.object({
  key: z.string(),
  name: z.string(),
  page: z.enum(savedPages),
  query: z.string(),
});
export const viewRemovedSchema = viewSavedSchema.pick({ key: true });

/** The subject that one view is sealed under: no person can be called so. */
export const savedViewSubject = (stream: string, key: string): string => JSON.stringify(["saved view", stream, key]);

export const savedViewsStream = (person: string): string => `saved-views/${person}`;

export const savedViewsProjection: Projection = {
  name: "saved views",
  version: 2,
  tables: {
    saved_views: `CREATE TABLE saved_views (stream TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (stream, key)) STRICT, WITHOUT ROWID`,
  },
  apply(event, sql) {
    if (!event.stream.startsWith("saved-views/")) return;
    const key = viewRemovedSchema.safeParse(outlineOf(event)).data?.key;
    if (key === undefined) return;
    if (event.type === "ViewSaved")
      sql.run(
        "INSERT INTO saved_views VALUES (?, ?, ?) ON CONFLICT (stream, key) DO UPDATE SET number = excluded.number",
        event.stream,
        key,
        event.number,
      );
    if (event.type === "ViewRemoved")
      sql.run("DELETE FROM saved_views WHERE stream = ? AND key = ?", event.stream, key);
  },
};
