/** What every source of mails has in common: how a mail becomes an event. */
import type { Named } from "../../engine/subjects/subjects.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { Mail } from "./mail.ts";

export interface MailSourceOptions {
  /** What it is called in the console. Default: its name. */
  readonly title?: string;
  /** Type of the event that a mail is. Default "MailReceived". */
  readonly event?: string;
  /** Which shop or mailbox its events belong to. Default "main". */
  readonly account?: string;
  /**
   * Whom a mail is about: its content is sealed with their key. Default: the address of its sender. Its bytes are kept after this is known, so the ids
   * of blobs are empty yet.
   */
  readonly subject?: (mail: Mail) => Named | null;
  /**
   * Name of the receiving host whose Authentication-Results header is believed, such as "mx.example.com": it must strip forged headers of that
   * name, as providers do. Without one, every mail's `authenticated` is "none".
   */
  readonly authenticatedBy?: string;
}

export interface MailSource {
  readonly name: string;
  readonly title: string;
  readonly event: string;
  readonly account: string;
  readonly trustedHost: string | null;
  subjectOf(mail: Mail): Named | null;
}

export function mailSource(name: string, options: MailSourceOptions): MailSource {
  return {
    name,
    title: options.title ?? name,
    event: options.event ?? "MailReceived",
    account: options.account ?? "main",
    trustedHost: options.authenticatedBy ?? null,
    subjectOf: options.subject ?? bySender,
  };
}

function bySender({ from }: Mail): Named | null {
  return from.address === "" ? null : [{ kind: "mail", value: from.address }];
}

export function badSource(name: string, why: string, next: string): PraxisError {
  return new PraxisError("bad_source", `the source "${name}" ${why}`, { next });
}
