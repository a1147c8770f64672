/**
 * To whom a question is handed: a person who may answer it, or everybody of a role.
 *
 * Invariant: where people are registered, a question is handed only to somebody who can answer it; where nobody is, a lone user works here, and any
 * name will do.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { Person } from "../people/people-book.ts";
import { type Role, scopesOf } from "../people/roles.ts";
import { isKeptFrom } from "./requester.ts";

export interface Recipients {
  /** As it goes on record: a name as it is registered, or a role. */
  readonly to: string;
  /** Whom that means; nobody where nobody is registered. */
  readonly people: readonly Person[];
}

const byRole: Readonly<Record<string, Role>> = {
  approver: "approver",
  approvers: "approver",
  admin: "admin",
  admins: "admin",
};

/** @throws bad_recipient */
export function recipientsOf(
  everybody: readonly Person[],
  gate: { readonly requester: string | null; readonly fourEyes: boolean },
  to: string,
): Recipients {
  if (everybody.length === 0) return { to, people: [] };
  const able = everybody.filter(({ name, role }) => mayAnswer(role) && !isKeptFrom(gate, name));
  const named = everybody.find(({ name }) => name.toLowerCase() === to.toLowerCase());
  if (named) {
    if (able.includes(named)) return { to: named.name, people: [named] };
    const why = mayAnswer(named.role)
      ? `${named.name} asked for this, so somebody else has to answer it`
      : `${named.name} is ${named.role === "operator" ? "an" : "a"} ${named.role}, and cannot answer it`;
    throw badRecipient(why, able);
  }
  const role = byRole[to.toLowerCase()];
  if (role === undefined) throw badRecipient(`there is no person "${to.slice(0, 100)}" here`, able);
  const people = able.filter((each) => each.role === role);
  if (people.length === 0) throw badRecipient(`nobody who could answer it has the role ${role}`, able);
  return { to: role, people };
}

/** What whoever hands it on should know, in a sentence; null where those it is meant for are told. @param isTold whether a process tells people */
export function warningOf({ to, people }: Recipients, isTold: boolean): string | null {
  if (people.length === 0) return `nobody is registered here, so nobody is told: tell ${to} yourself`;
  if (!isTold) return `nothing here sends notices, so nobody is told: tell ${to} yourself`;
  const untold = people.filter(({ mail }) => mail === null).map(({ name }) => name);
  if (untold.length === 0) return null;
  return `no mail goes to ${untold.join(", ")}, who ${untold.length === 1 ? "has" : "have"} no mail address here`;
}

function mayAnswer(role: Role): boolean {
  return scopesOf[role].includes("approve");
}

function badRecipient(why: string, able: readonly Person[]): PraxisError {
  const names = able.map(({ name, role }) => `${name} (${role})`).join(", ");
  return new PraxisError("bad_recipient", why, {
    next: `Nothing was changed. ${names === "" ? "Nobody registered here can answer it." : `Who can answer it: ${names}; or pass it to "approver" or "admin", for all of them.`}`,
  });
}
