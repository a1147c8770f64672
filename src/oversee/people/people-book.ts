/**
 * The people who may sign in: their names, roles and mail addresses. A person's name is who acts: what they do is recorded as `person:<name>`.
 *
 * Invariants: two names differ in more than upper and lower case; there is always an admin once there was one; a removed person's sessions and
 * login codes end with them, and their mail address is erased.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog, Row, Transaction } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text } from "../../log/rows.ts";
import { checkName } from "../tokens/token-book.ts";
import { mailSetSchema, peopleStream, recordOfPeople, sealedFor } from "./people-events.ts";
import { type Role, roles } from "./roles.ts";

export interface Person {
  readonly name: string;
  readonly role: Role;
  /** Null where there is none, or where it was erased. */
  readonly mail: string | null;
  readonly createdAt: number;
  /** To the hour; null before the first sign-in. */
  readonly lastSeenAt: number | null;
}

export class PeopleBook {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  all(): Person[] {
    return this.#log.sql.all("SELECT * FROM people ORDER BY name").map((row) => this.#read(row));
  }

  find(name: string): Person | undefined {
    const row = this.#log.sql.get("SELECT * FROM people WHERE name = ?", name);
    return row ? this.#read(row) : undefined;
  }

  /** @throws unknown_person */
  mustFind(name: string): Person {
    const person = this.find(name);
    if (person) return person;
    throw new PraxisError("unknown_person", `there is no person "${name.slice(0, 100)}"`, {
      next: "`praxis people` lists them; `praxis people add <name> --role <role>` adds one.",
    });
  }

  #read(row: Row): Person {
    const number = integerOrNull(row, "mail_number");
    const event = number === null ? undefined : this.#log.readEvent(peopleStream, number);
    return {
      name: text(row, "name"),
      role: oneOf(row, "role", roles),
      mail: event && !event.erased ? mailSetSchema.parse(event.data).mail : null,
      createdAt: integer(row, "created_at"),
      lastSeenAt: integerOrNull(row, "seen_at"),
    };
  }

  /** @throws bad_input, person_exists */
  async add(person: { name: string; role: Role; mail: string | null }, by: string): Promise<void> {
    const { name, role, mail } = person;
    checkName(name, "person");
    const known = this.find(name);
    if (known) {
      throw new PraxisError("person_exists", `there is a person "${known.name}" already`, {
        next: "Change their role, or choose another name; nothing was changed.",
      });
    }
    await this.#log.write((transaction) => {
      recordOfPeople(transaction, { type: "PersonAdded", data: { name, role } }, by);
      if (mail !== null) setMail(transaction, name, mail, by);
    }).durable;
  }

  /** What is left out stays. A role counts from the next request on. @throws unknown_person, last_admin */
  async change(name: string, change: { role?: Role; mail?: string | null }, by: string): Promise<void> {
    const person = this.mustFind(name);
    const { role = person.role, mail = person.mail } = change;
    if (role !== "admin") this.#keepAnAdmin(person);
    await this.#log.write((transaction) => {
      const data = { name: person.name, role };
      if (role !== person.role) recordOfPeople(transaction, { type: "PersonRoleChanged", data }, by);
      if (mail !== person.mail) setMail(transaction, person.name, mail, by);
    }).durable;
  }

  /** @throws unknown_person, last_admin */
  async remove(name: string, by: string): Promise<void> {
    const person = this.mustFind(name);
    this.#keepAnAdmin(person);
    await this.#log.write((transaction) => {
      recordOfPeople(transaction, { type: "PersonRemoved", data: { name: person.name } }, by);
      this.#log.erase(sealedFor(person.name), { principal: `person:${by}` });
    }).durable;
  }

  #keepAnAdmin(person: Person): void {
    if (person.role !== "admin" || this.all().some(({ name, role }) => role === "admin" && name !== person.name))
      return;
    throw new PraxisError("last_admin", `${person.name} is the only admin: nobody could let anybody in any more`, {
      next: "Make somebody else an admin first; nothing was changed.",
    });
  }
}

function setMail(transaction: Transaction, name: string, mail: string | null, by: string): void {
  recordOfPeople(transaction, { type: "PersonMailSet", data: { name, mail } }, by, sealedFor(name));
}
