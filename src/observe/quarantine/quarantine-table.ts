/**
 * What came in and was not let in, and what became of it, as a table (K3). What was sent lies sealed in the stream `quarantine/<source>`.
 *
 * Invariant: each item is sealed with a key of its own, so that it can be erased alone (K10); its row stays, and says that it was.
 */
import { z } from "zod";
import { outlineOf } from "../../kernel/event.ts";
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

const heldOutline = quarantinedSchema
  .pick({ id: true, source: true, kind: true, code: true, bodyBytes: true })
  .extend({ concerns: z.string().nullable() });
const settledOutline = z.object({ id: z.string(), concerns: z.string().nullable() });
const erasedSchema = z.object({ subject: z.string() });

/** @param concerns pseudonym of the customer whom it is about, as far as that can be told */
export function heldOutlineOf(data: Quarantined, concerns: string | null): z.output<typeof heldOutline> {
  const { id, source, kind, code, bodyBytes } = data;
  return { id, source, kind, code, bodyBytes, concerns };
}

export const quarantineStream = (source: string): string => `quarantine/${source}`;

/** The subject that one item is sealed under: no person can be called so. */
export const quarantinedSubject = (id: string): string => JSON.stringify(["quarantined item", id]);

export type QuarantineStatus = "held" | "released" | "dismissed";

export const quarantineProjection: Projection = {
  name: "quarantine",
  version: 4,
  tables: {
    quarantine: `CREATE TABLE quarantine (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL,
        body_bytes INTEGER NOT NULL, number INTEGER NOT NULL, position INTEGER NOT NULL, settled_number INTEGER,
        subject TEXT, concerns TEXT, erased INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
      CREATE INDEX quarantine_by_position ON quarantine (position);
      CREATE INDEX quarantine_by_status ON quarantine (status, position);
      CREATE INDEX quarantine_by_source ON quarantine (source, position);
      CREATE INDEX quarantine_by_subject ON quarantine (subject);
      CREATE INDEX quarantine_by_person ON quarantine (concerns) WHERE concerns IS NOT NULL`,
  },
  apply(event, sql) {
    switch (event.type) {
      case "WebhookQuarantined":
      case "ArrivalQuarantined": {
        const held = heldOutline.safeParse(outlineOf(event)).data;
        if (!held) return;
        const { id, source, kind, code, bodyBytes, concerns } = held;
        sql.run(
          "INSERT INTO quarantine VALUES (?, ?, ?, 'held', ?, ?, ?, ?, ?, NULL, ?, ?, 0)",
          id,
          source,
          kind,
          code,
          event.at,
          bodyBytes,
          event.number,
          event.position,
          event.subjects[0] ?? null,
          concerns,
        );
        return;
      }
      case "QuarantineReleased":
      case "QuarantineDismissed": {
        const settled = settledOutline.safeParse(outlineOf(event)).data;
        if (!settled) return;
        const status = event.type === "QuarantineReleased" ? "released" : "dismissed";
        sql.run(
          "UPDATE quarantine SET status = ?, settled_number = ?, concerns = coalesce(?, concerns) WHERE id = ?",
          status,
          event.number,
          settled.concerns,
          settled.id,
        );
        return;
      }
      case "SubjectErased":
        // Nothing can come of it any more.
        sql.run(
          "UPDATE quarantine SET erased = 1, status = CASE status WHEN 'held' THEN 'dismissed' ELSE status END WHERE subject = ?",
          erasedSchema.parse(event.data).subject,
        );
    }
  },
};
