/** What came in and was not let in, and what became of it, as a table (K3). What was sent lies sealed in the stream `quarantine/<source>`. */
import { z } from "zod";
import type { Projection } from "../../log/event-log.ts";

export const quarantineKinds = ["webhook", "mail", "row", "form"] as const;
export type QuarantineKind = (typeof quarantineKinds)[number];

export const quarantinedSchema = z.object({
  id: z.string(),
  source: z.string(),
  kind: z.enum(quarantineKinds).default("webhook"),
  /** Why, as a code: of webhooks one of a signature's refusals, or `too_large`, `bad_json`, `bad_body`, `id_reused`. */
  code: z.string(),
  message: z.string(),
  /** Of a webhook: without signatures, credentials and cookies. Of others: where it came from, such as a file or a line. */
  headers: z.record(z.string(), z.string()),
  /** The first bytes of the body, at most 64 KiB. */
  bodyBase64: z.string(),
  /** Size of the body; where it was too large, how many bytes were read or announced. */
  bodyBytes: z.int(),
  /** Of the whole body; null where it was not read to its end. */
  bodySha256: z.string().nullable(),
  /** Refusals before this one that were only counted, so that a flood does not fill the disk. */
  skippedBefore: z.int(),
  /** Of a mail: the blob with its bytes, at most 25 MiB. */
  blob: z.string().nullable().default(null),
  /** The sender's id of it, where the sender proved who it is: under this one it is released, so that a later repetition is known. */
  deliveryId: z.string().nullable().default(null),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;

export const settledSchema = z.object({ id: z.string(), why: z.string() });

export const quarantineStream = (source: string): string => `quarantine/${source}`;

export type QuarantineStatus = "held" | "released" | "dismissed";

export const quarantineProjection: Projection = {
  name: "quarantine",
  version: 3,
  tables: {
    quarantine: `CREATE TABLE quarantine (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL,
        body_bytes INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL, settled_number INTEGER) STRICT, WITHOUT ROWID;
      CREATE INDEX quarantine_by_position ON quarantine (position);
      CREATE INDEX quarantine_by_status ON quarantine (status, position);
      CREATE INDEX quarantine_by_source ON quarantine (source, position)`,
  },
  apply(event, sql) {
    if (event.erased) return;
    switch (event.type) {
      case "WebhookQuarantined":
      case "ArrivalQuarantined": {
        const { id, source, kind, code, bodyBytes } = quarantinedSchema.parse(event.data);
        sql.run(
          "INSERT INTO quarantine VALUES (?, ?, ?, 'held', ?, ?, ?, ?, ?, NULL)",
          id,
          source,
          kind,
          code,
          event.at,
          bodyBytes,
          event.number,
          event.position,
        );
        return;
      }
      case "QuarantineReleased":
      case "QuarantineDismissed": {
        const { id } = settledSchema.parse(event.data);
        const status = event.type === "QuarantineReleased" ? "released" : "dismissed";
        sql.run("UPDATE quarantine SET status = ?, settled_number = ? WHERE id = ?", status, event.number, id);
      }
    }
  },
};
