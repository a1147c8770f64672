/**
 * Whom something is about. A subject is the name that a person's content is sealed under (K10); a handle is what one channel calls that person.
 *
 * Boundary: the names and the port only. Which handles belong to one person is remembered above the engine, in remember/identity/.
 */
import { z } from "zod";
import { parseJson } from "../../kernel/json.ts";
import type { Sql, Transaction } from "../../log/event-log.ts";

/** What one channel calls a person: a mail address, the shop's id of a customer, an order or a ticket of theirs, a phone number. */
export interface Handle {
  /** `mail`, `customer`, `order`, `ticket`, `phone`, or a word of the shop's own. */
  readonly kind: string;
  readonly value: string;
}

/**
 * A customer's id alone, or several handles, strongest first. Whoever names several says that they belong to one person: name only what the sender
 * is known to own, and not what anybody could have typed into a text.
 */
export type Named = string | readonly Handle[];

/** What led to something being learned about a person. */
export interface Evidence {
  readonly position: number;
  readonly principal: string;
  readonly correlation: string;
  /** Where the handles were named together: "an event of helpdesk". */
  readonly where: string;
}

export interface Resolved {
  readonly subject: string | null;
  /** Records what the handles show, once the event that named them has its position; null where they show nothing new. */
  readonly learn: ((transaction: Transaction, evidence: Evidence) => void) | null;
}

export interface Subjects {
  resolve(sql: Sql, account: string, named: Named | null): Resolved;
  /** Every name that whoever is called `about` goes by in this account: what was done before counts under each. */
  namesOf(account: string, about: string): readonly string[];
}

/** Where nothing is remembered of people, the first handle is all there is. */
export const plainSubjects: Subjects = {
  resolve(_sql, account, named) {
    const [first] = typeof named === "string" ? [{ kind: "customer", value: named }] : (named ?? []);
    return { subject: first ? subjectOf(first, account) : null, learn: null };
  },
  namesOf: (_account, about) => [about],
};

/** The handle that a subject was first met by: `subjectOf`, backwards. */
export function founderOf(subject: string): Handle {
  const json = subject.startsWith('["') ? parseJson(subject) : null;
  const parts = founder.safeParse(json?.ok ? json.value : null);
  return parts.success ? { kind: parts.data[0], value: parts.data[1] } : { kind: "customer", value: subject };
}

const founder = z.tuple([z.string(), z.string()]).rest(z.string());

/** What has no subject is sealed under this one, so no person may be called so. */
const nobody = "tenant";

/**
 * The subject that a person first met by this handle is sealed under. A customer's id is its own subject; an address is one mailbox in every account, while
 * an order's number means something in its own account only.
 * @param again set where the handle was taken from the person that it founded, and founds another one.
 */
export function subjectOf({ kind, value }: Handle, account: string, again = 1): string {
  if (kind === "customer" && again === 1 && value !== nobody && !value.startsWith('["')) return value;
  const place = kind === "customer" || kind === "mail" || kind === "phone" ? [] : [account];
  return JSON.stringify([kind, value, ...place, ...(again === 1 ? [] : [`#${again}`])]);
}
