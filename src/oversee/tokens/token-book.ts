/**
 * Issues, checks and revokes named bearer tokens. A token's name is who acts: what is done with it is recorded as `person:<name>`.
 *
 * Invariants: a token is shown once and kept as its digest (secret-digest.ts); a revoked one is refused from the next request on.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, text, textOrNull } from "../../log/rows.ts";
import { newSecret, secretDigest } from "./secret-digest.ts";
import { type Scope, scopes, tokensStream } from "./tokens-table.ts";

export interface Token {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly issuedAt: number;
  readonly issuedBy: string;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
}

const tokenPrefix = "praxis_";
const nameShape = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
/** The server's own, and what else is a principal. */
const reservedNames = new Set(["local", "system", "somebody"]);

/** Whether a token or a person can be named so: the name goes on record with all that is done under it. @throws bad_input */
export function checkName(name: string, of: "token" | "person"): void {
  if (nameShape.test(name) && !reservedNames.has(name.toLowerCase())) return;
  throw new PraxisError("bad_input", `"${name.slice(0, 100)}" cannot be the name of a ${of}`, {
    next: `Use up to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit; ${[...reservedNames].join(", ")} are taken.`,
  });
}

export class TokenBook {
  readonly #log: EventLog;
  readonly #ports: Ports;

  constructor(log: EventLog, ports: Ports) {
    this.#log = log;
    this.#ports = ports;
  }

  /** @returns the token, which nobody can read again. @throws bad_input, token_exists */
  async issue(name: string, wanted: readonly Scope[], by: string): Promise<string> {
    checkName(name, "token");
    if (wanted.length === 0) {
      throw new PraxisError("bad_input", "a token without scopes could do nothing", {
        next: `Name at least one of ${scopes.join(", ")}.`,
      });
    }
    const known = this.find(name);
    if (known && known.revokedAt === null) {
      throw new PraxisError("token_exists", `there is a token "${name}" already`, {
        next: "Revoke it first, or choose another name; nothing was changed.",
      });
    }
    const token = tokenPrefix + newSecret(this.#ports.random);
    const data = { name, hash: secretDigest(token), scopes: [...new Set(wanted)] };
    await this.#append("TokenIssued", data, by);
    return token;
  }

  /** @throws unknown_token */
  async revoke(name: string, by: string): Promise<void> {
    const known = this.find(name);
    if (!known || known.revokedAt !== null) {
      throw new PraxisError("unknown_token", `there is no token "${name}" in force`, { next: "Nothing to do." });
    }
    await this.#append("TokenRevoked", { name }, by);
  }

  #append(type: string, data: { name: string; hash?: string; scopes?: readonly Scope[] }, by: string): Promise<void> {
    return this.#log.write((transaction) =>
      transaction.append(tokensStream, transaction.head(tokensStream), [{ type, data: { ...data } }], {
        principal: `person:${by}`,
      }),
    ).durable;
  }

  find(name: string): Token | undefined {
    const row = this.#log.sql.get("SELECT * FROM tokens WHERE name = ?", name);
    return row ? readRow(row) : undefined;
  }

  all(): Token[] {
    return this.#log.sql.all("SELECT * FROM tokens ORDER BY name").map(readRow);
  }

  /** The token in force that this is; undefined where it is none. */
  recognise(presented: string): Token | undefined {
    const digest = secretDigest(presented);
    const row = this.#log.sql.get("SELECT * FROM tokens WHERE hash = ? AND revoked_at IS NULL", digest);
    return row ? readRow(row) : undefined;
  }
}

function readRow(row: Row): Token {
  const names = text(row, "scopes").split(" ");
  return {
    name: text(row, "name"),
    scopes: scopes.filter((scope) => names.includes(scope)),
    issuedAt: integer(row, "issued_at"),
    issuedBy: text(row, "issued_by"),
    revokedAt: integerOrNull(row, "revoked_at"),
    revokedBy: textOrNull(row, "revoked_by"),
  };
}
