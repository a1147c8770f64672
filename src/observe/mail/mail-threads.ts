/**
 * Which conversation a mail belongs to, as a table (K3): pseudonyms of Message-IDs, nothing in the clear.
 *
 * Invariants: a mail joins the thread of the oldest message that it refers to and that is known; our own Message-IDs say their thread themselves. Where
 * none is known, the thread's id follows from the oldest message that it names, so that two answers to a mail that never came here meet, and it
 * with them when it comes late.
 */
import { z } from "zod";
import { threadFrom, threadOf } from "../../kernel/mail-thread.ts";
import type { EventLog, Projection, Transaction } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";

const threadedSchema = z.object({ thread: z.string(), messages: z.array(z.string()) });

export const mailThreadsProjection: Projection = {
  name: "mail_threads",
  version: 1,
  tables: {
    mail_threads: "CREATE TABLE mail_threads (message TEXT PRIMARY KEY, thread TEXT NOT NULL) STRICT, WITHOUT ROWID",
  },
  apply(event, sql) {
    if (event.type !== "MailThreaded" || event.erased) return;
    const { thread, messages } = threadedSchema.parse(event.data);
    for (const message of messages) sql.run("INSERT OR IGNORE INTO mail_threads VALUES (?, ?)", message, thread);
  },
};

/** What a mail says about its place; `references` oldest first. */
export interface Placed {
  readonly id: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
}

export interface Place {
  readonly thread: string;
  /** Pseudonyms of the messages that are in this thread from now on. */
  readonly messages: readonly string[];
}

export function placeMail(log: EventLog, mail: Placed): Place {
  const named = [...new Set([...mail.references, ...(mail.inReplyTo === null ? [] : [mail.inReplyTo])])];
  const oldestFirst = [...named.filter((each) => each !== mail.id), mail.id];
  const pseudonyms = oldestFirst.map((each) => pseudonymOf(log, each));
  let thread: string | null = null;
  for (const [index, each] of oldestFirst.entries()) {
    // Nobody's own Message-ID is believed to be ours: what comes in was not sent by us.
    thread = (each === mail.id ? null : threadOf(each)) ?? known(log, pseudonyms[index] ?? "");
    if (thread !== null) break;
  }
  return { thread: thread ?? threadFrom(pseudonyms[0] ?? ""), messages: pseudonyms };
}

export function recordPlace(transaction: Transaction, { thread, messages }: Place, principal: string): void {
  const stream = `mail-thread/${thread}`;
  const data = { thread, messages: [...messages] };
  transaction.append(stream, transaction.head(stream), [{ type: "MailThreaded", data }], { principal });
}

function known(log: EventLog, pseudonym: string): string | null {
  const row = log.sql.get("SELECT thread FROM mail_threads WHERE message = ?", pseudonym);
  return row ? text(row, "thread") : null;
}

function pseudonymOf(log: EventLog, messageId: string): string {
  return log.pseudonym(JSON.stringify(["mail", messageId]));
}
