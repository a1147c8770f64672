/**
 * People who may sign in, their login codes and their sessions, as tables (K3).
 *
 * Invariants: a code or a cookie is written nowhere, only its digest; a person's name is what they act under (as a token's is), their mail
 * address stays sealed in its event (K10); a code that was used or a session that ended is gone from the table.
 */
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import {
  loginOfferedSchema,
  mailSetSchema,
  peopleStream,
  personAddedSchema,
  personRemovedSchema,
  personSeenSchema,
  roleChangedSchema,
  signedInSchema,
  signedOutSchema,
} from "./people-events.ts";

export const peopleProjection: Projection = {
  name: "people",
  version: 1,
  tables: {
    people: `CREATE TABLE people (
        name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, created_at INTEGER NOT NULL, mail_number INTEGER,
        seen_at INTEGER) STRICT, WITHOUT ROWID`,
    logins: `CREATE TABLE logins (
        hash TEXT PRIMARY KEY, person TEXT NOT NULL COLLATE NOCASE, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    sessions: `CREATE TABLE sessions (
        hash TEXT PRIMARY KEY, person TEXT NOT NULL COLLATE NOCASE, expires_at INTEGER NOT NULL, seen_at INTEGER NOT NULL)
        STRICT, WITHOUT ROWID`,
  },
  apply(event, sql) {
    if (event.stream === peopleStream) applyPeopleEvent(event, sql);
  },
};

function applyPeopleEvent(event: RecordedEvent, sql: Sql): void {
  switch (event.type) {
    case "PersonAdded": {
      const { name, role } = personAddedSchema.parse(event.data);
      return void sql.run("INSERT INTO people VALUES (?, ?, ?, NULL, NULL)", name, role, event.at);
    }
    case "PersonMailSet": {
      // Erased since: nobody knows any more whose it was.
      if (event.erased) return;
      const { name, mail } = mailSetSchema.parse(event.data);
      const number = mail === null ? null : event.number;
      return void sql.run("UPDATE people SET mail_number = ? WHERE name = ?", number, name);
    }
    case "PersonRoleChanged": {
      const { name, role } = roleChangedSchema.parse(event.data);
      return void sql.run("UPDATE people SET role = ? WHERE name = ?", role, name);
    }
    case "PersonRemoved": {
      const { name } = personRemovedSchema.parse(event.data);
      sql.run("DELETE FROM logins WHERE person = ?", name);
      sql.run("DELETE FROM sessions WHERE person = ?", name);
      return void sql.run("DELETE FROM people WHERE name = ?", name);
    }
    default:
      applySessionEvent(event, sql);
  }
}

function applySessionEvent(event: RecordedEvent, sql: Sql): void {
  switch (event.type) {
    case "LoginOffered": {
      const { name, hash, expiresAt } = loginOfferedSchema.parse(event.data);
      sql.run("DELETE FROM logins WHERE expires_at <= ?", event.at);
      return void sql.run("INSERT INTO logins VALUES (?, ?, ?)", hash, name, expiresAt);
    }
    case "SignedIn": {
      const { name, hash, login, expiresAt } = signedInSchema.parse(event.data);
      sql.run("DELETE FROM logins WHERE hash = ?", login);
      sql.run("DELETE FROM sessions WHERE expires_at <= ?", event.at);
      sql.run("INSERT INTO sessions VALUES (?, ?, ?, ?)", hash, name, expiresAt, event.at);
      return void sql.run("UPDATE people SET seen_at = ? WHERE name = ?", event.at, name);
    }
    case "PersonSeen": {
      const { name, hash } = personSeenSchema.parse(event.data);
      sql.run("UPDATE sessions SET seen_at = ? WHERE hash = ?", event.at, hash);
      return void sql.run("UPDATE people SET seen_at = ? WHERE name = ?", event.at, name);
    }
    case "SignedOut":
      sql.run("DELETE FROM sessions WHERE hash = ?", signedOutSchema.parse(event.data).hash);
  }
}
