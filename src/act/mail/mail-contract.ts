/**
 * A contract that sends one mail: a recipe over `contract(...)`. Its tier follows from its mailbox: T1 for an outbox, where a second attempt
 * finds the file; T3 for SMTP, which takes no key and cannot be asked, so that an unknown outcome goes to a person.
 *
 *     const reply = mailContract("replies.send", {
 *       via: support,
 *       input: z.object({ ticket: z.string(), to: z.string(), outcome: z.enum(["done", "refused"]) }),
 *       once: (wish) => [wish.ticket, wish.outcome],
 *       mail: (wish) => ({ to: wish.to, subject: "Your request", text: texts[wish.outcome], thread: wish.ticket }),
 *     });
 */
import type { z } from "zod";
import type { Schema } from "../../kernel/schema.ts";
import type { MailConnection } from "../connection.ts";
import { type Contract, contract, type Part, type Risk, type ShownLetter } from "../contract.ts";
import { type Letter, sentSchema } from "./mail.ts";

export interface MailContractOptions<I> {
  readonly via: MailConnection;
  readonly input: Schema<I>;
  /** What this mail is, so that it is sent once however often it is asked for: a ticket and a purpose, never the text. */
  readonly once: (wish: I) => readonly Part[];
  /** Made anew from the same wish at every attempt. */
  readonly mail: (wish: I) => Letter;
  /** Whom it concerns, for limits per customer. */
  readonly about?: (wish: I) => string;
  readonly risk?: (wish: I) => Risk;
  /** As of any contract: what a person may change at a gate. */
  readonly mayEdit?: readonly (keyof I & string)[];
  /** One sentence for people. Default: to whom, and the subject. */
  readonly describe?: (wish: I) => string;
  readonly retry?: { readonly attempts?: number; readonly withinMs?: number };
}

export type SentMail = z.infer<typeof sentSchema>;

/** Mail servers ask for minutes of patience (greylisting), and people for hours, when a server is down. */
const retryMail = { attempts: 60, withinMs: 12 * 3_600_000 };

export function mailContract<I>(name: string, options: MailContractOptions<I>): Contract<I, SentMail, "T1" | "T3"> {
  const { about, risk, mayEdit } = options;
  return contract(name, {
    tier: mailTier(options.via),
    via: options.via,
    input: options.input,
    output: sentSchema,
    intent: { object: options.once },
    ...(about === undefined ? {} : { about }),
    ...(risk === undefined ? {} : { risk }),
    ...(mayEdit === undefined ? {} : { mayEdit }),
    describe: options.describe ?? ((wish) => describeLetter(options.mail(wish))),
    letter: (wish) => shownLetter(options.mail(wish)),
    retry: options.retry ?? retryMail,
    perform: (wish, call) => call.send(options.mail(wish)),
  });
}

/** What can be promised of a mail that is sent this way. */
export function mailTier(via: MailConnection): "T1" | "T3" {
  return via.kind === "outbox" ? "T1" : "T3";
}

function describeLetter({ to, subject }: Letter): string {
  return `Mail to ${listOf(to)}: ${subject}`;
}

/** A letter of HTML alone is shown by its text. */
function shownLetter({ to, cc, subject, text, html }: Letter): ShownLetter {
  const copies = cc === undefined ? "" : `; copy to ${listOf(cc)}`;
  return { to: `${listOf(to)}${copies}`, subject, text: text ?? textOfHtml(html ?? "") };
}

function textOfHtml(html: string): string {
  return html
    .replace(/<(?:br|\/p|\/li|\/div|\/tr|\/h\d)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .trim();
}

function listOf(addresses: string | readonly string[]): string {
  return typeof addresses === "string" ? addresses : addresses.join(", ");
}
