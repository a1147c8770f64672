/**
 * A mailbox on an IMAP server.
 *
 *     export const support = imapMailbox("support", {
 *       host: "imap.example.com", user: "support@example.com", password: secret("IMAP_PASSWORD"),
 *     });
 *
 * By default only mails that arrive from now on are taken, so that pointing it at an old mailbox answers no mail of last year. A mail is marked as seen,
 * or moved, once it is on record and not before.
 */
import type { Secret } from "../../../act/secret.ts";
import { badSource, type MailSource, type MailSourceOptions, mailSource } from "../mail-source.ts";

export interface ImapMailboxOptions extends MailSourceOptions {
  readonly host: string;
  /** Default: the usual one, 993, or 143 where `secure` is false. */
  readonly port?: number;
  /** TLS from the first byte. Default true; where it is false, the connection is upgraded if the server offers that. */
  readonly secure?: boolean;
  readonly user: string;
  readonly password: Secret;
  /** Default "INBOX". */
  readonly mailbox?: string;
  /** Which mails are taken when it is read for the first time: those that arrive from then on, also the unseen ones, or all. Default "new". */
  readonly first?: "new" | "unseen" | "all";
  /** Moves what was taken into this mailbox, in place of marking it as seen. */
  readonly moveTo?: string;
}

export interface ImapMailbox extends MailSource {
  readonly kind: "imap mailbox";
  readonly host: string;
  /** Null: the usual one. */
  readonly port: number | null;
  readonly secure: boolean;
  readonly user: string;
  readonly password: Secret;
  readonly mailbox: string;
  readonly first: "new" | "unseen" | "all";
  readonly moveTo: string | null;
}

/** @throws bad_source */
export function imapMailbox(name: string, options: ImapMailboxOptions): ImapMailbox {
  const { host, user, password, secure = true } = options;
  if (host === "" || user === "")
    throw badSource(name, "names no host or no user", "Give it both, as in your mail program.");
  return {
    kind: "imap mailbox",
    ...mailSource(name, options),
    host,
    port: options.port ?? null,
    secure,
    user,
    password,
    mailbox: options.mailbox ?? "INBOX",
    first: options.first ?? "new",
    moveTo: options.moveTo ?? null,
  };
}
