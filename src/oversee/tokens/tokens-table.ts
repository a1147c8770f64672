/** Named bearer tokens, as a table (K3): who may ask this server for what. A token itself is written nowhere, only its SHA-256. */
import { z } from "zod";
import type { Projection } from "../../log/event-log.ts";

export const scopes = ["read", "events", "approve", "operate", "admin"] as const;
export type Scope = (typeof scopes)[number];

export const tokenIssuedSchema = z.object({ name: z.string(), hash: z.string(), scopes: z.array(z.enum(scopes)) });
export const tokenRevokedSchema = z.object({ name: z.string() });

export const tokensStream = "tokens";

export const tokensProjection: Projection = {
  name: "tokens",
  version: 1,
  tables: {
    tokens: `CREATE TABLE tokens (
        name TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, scopes TEXT NOT NULL, issued_at INTEGER NOT NULL, issued_by TEXT NOT NULL,
        revoked_at INTEGER, revoked_by TEXT) STRICT, WITHOUT ROWID`,
  },
  apply(event, sql) {
    if (event.type === "TokenIssued") {
      const { name, hash, scopes } = tokenIssuedSchema.parse(event.data);
      sql.run(
        "INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        name,
        hash,
        scopes.join(" "),
        event.at,
        event.principal,
      );
    } else if (event.type === "TokenRevoked") {
      const { name } = tokenRevokedSchema.parse(event.data);
      sql.run("UPDATE tokens SET revoked_at = ?, revoked_by = ? WHERE name = ?", event.at, event.principal, name);
    }
  },
};
