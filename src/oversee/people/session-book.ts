/**
 * Signing in: a one-time code is exchanged for a session.
 *
 * Invariants: a code works for 15 minutes and once, whoever comes first, for it is used in the transaction that begins the session; a session
 * works for 30 days, until the person signs out or is removed; what a person may do is read anew at each request, so a changed role counts at
 * once.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog, Written } from "../../log/event-log.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import { newSecret, secretDigest } from "../tokens/secret-digest.ts";
import { recordOfPeople } from "./people-events.ts";
import { type Role, roles } from "./roles.ts";

export interface Session {
  /** Names it without letting anybody in. */
  readonly hash: string;
  readonly person: string;
  readonly role: Role;
}

export interface Begun {
  readonly person: string;
  /** The cookie's value, which nobody can read again. */
  readonly secret: string;
  readonly expiresAt: number;
}

const codeLivesMs = 15 * 60_000;
export const sessionLivesMs = 30 * 86_400_000;
const seenEveryMs = 3_600_000;
/** A log that cannot be written must not be asked again with every request. */
const seenAgainMs = 60_000;

export class SessionBook {
  readonly #log: EventLog;
  readonly #ports: Ports;
  /** When it was last tried to record that somebody was here, by session. */
  readonly #seenTriedAt = new Map<string, number>();

  constructor(log: EventLog, ports: Ports) {
    this.#log = log;
    this.#ports = ports;
  }

  /** @param person who exists. @returns a code that signs them in, once. */
  async offer(person: string, by: string): Promise<{ code: string; expiresAt: number }> {
    const code = newSecret(this.#ports.random);
    const expiresAt = this.#ports.clock.now() + codeLivesMs;
    await this.#append("LoginOffered", { name: person, hash: secretDigest(code), expiresAt }, by).durable;
    return { code, expiresAt };
  }

  /** @throws login_refused */
  async signIn(code: string): Promise<Begun> {
    const login = secretDigest(code);
    const secret = newSecret(this.#ports.random);
    const { value, durable } = this.#log.write((transaction) => {
      const row = transaction.sql.get("SELECT * FROM logins WHERE hash = ?", login);
      const now = this.#ports.clock.now();
      if (!row || integer(row, "expires_at") <= now) throw refused();
      const person = text(row, "person");
      const expiresAt = now + sessionLivesMs;
      const data = { name: person, login, hash: secretDigest(secret), expiresAt };
      recordOfPeople(transaction, { type: "SignedIn", data }, person);
      return { person, expiresAt };
    });
    await durable;
    return { ...value, secret };
  }

  /** The session in force that a cookie stands for; undefined where it is none. */
  recognise(secret: string): Session | undefined {
    const row = this.#log.sql.get(
      "SELECT s.hash, s.expires_at, s.seen_at, p.name, p.role FROM sessions s JOIN people p ON p.name = s.person WHERE s.hash = ?",
      secretDigest(secret),
    );
    const now = this.#ports.clock.now();
    if (!row || integer(row, "expires_at") <= now) return undefined;
    const session = { hash: text(row, "hash"), person: text(row, "name"), role: oneOf(row, "role", roles) };
    if (now - integer(row, "seen_at") >= seenEveryMs) this.#see(session, now);
    return session;
  }

  #see({ hash, person }: Session, now: number): void {
    if (now - (this.#seenTriedAt.get(hash) ?? 0) < seenAgainMs) return;
    if (this.#seenTriedAt.size >= 1_000) this.#seenTriedAt.clear();
    this.#seenTriedAt.set(hash, now);
    try {
      this.#append("PersonSeen", { name: person, hash }, person);
    } catch {
      // The log refused: whoever is here may read all the same.
    }
  }

  async signOut({ hash, person }: Session): Promise<void> {
    await this.#append("SignedOut", { name: person, hash }, person).durable;
  }

  #append(type: string, data: Json, by: string): Written<void> {
    return this.#log.write((transaction) => recordOfPeople(transaction, { type, data }, by));
  }
}

function refused(): PraxisError {
  return new PraxisError("login_refused", "this login link was used before, is too old, or was never given out", {
    next: "Ask an admin for a new one, or on the server's own machine: `praxis login`. A link works once, for 15 minutes.",
  });
}
