/** What was sent to a source and not let in, as a table (K3). What was sent lies sealed in the stream `quarantine/<source>`. */
import { z } from "zod";
import type { Projection } from "../../log/event-log.ts";

export const quarantinedSchema = z.object({
  id: z.string(),
  source: z.string(),
  /** Why, as a code: one of a signature's refusals, or `too_large`, `bad_json`, `bad_body`, `id_reused`. */
  code: z.string(),
  message: z.string(),
  /** Without signatures, credentials and cookies. */
  headers: z.record(z.string(), z.string()),
  /** The first bytes of the body, at most 64 KiB. */
  bodyBase64: z.string(),
  /** Size of the body; where it was too large, how many bytes were read or announced. */
  bodyBytes: z.int(),
  /** Of the whole body; null where it was not read to its end. */
  bodySha256: z.string().nullable(),
  /** Refusals before this one that were only counted, so that a flood does not fill the disk. */
  skippedBefore: z.int(),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

export const quarantineStream = (source: string): string => `quarantine/${source}`;

export const quarantineProjection: Projection = {
  name: "quarantine",
  version: 2,
  tables: {
    quarantine: `CREATE TABLE quarantine (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL, body_bytes INTEGER NOT NULL,
        number INTEGER NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX quarantine_by_position ON quarantine (position);
      CREATE INDEX quarantine_by_source ON quarantine (source, position)`,
  },
  apply(event, sql) {
    if (event.type !== "WebhookQuarantined" || event.erased) return;
    const { id, source, code, bodyBytes } = quarantinedSchema.parse(event.data);
    sql.run(
      "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      source,
      code,
      event.at,
      bodyBytes,
      event.number,
      event.position,
    );
  },
};
