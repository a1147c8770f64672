/**
 * A mailbox to send from: an SMTP server, or an outbox (a folder that mails are written into as .eml files). The same contracts work on either.
 *
 *     mailbox("support", { url: secret("SMTP_URL"), from: "Harrow & Finch <help@harrow.example>" })
 *     mailbox("support", { folder: "./.praxis/outbox", from: "help@harrow.example" })
 */
import { fileURLToPath } from "node:url";
import { type MailConnection, type PaceOptions, paced, refuseConnection, type TlsUse } from "../connection.ts";
import { isSecret, type Secret } from "../secret.ts";
import { isAddress } from "./address.ts";

export interface MailboxOptions extends PaceOptions {
  /** `smtp://user:password@host:587`, `smtps://...`, or `file:///folder`. With a password in it, it has to be a secret. */
  readonly url?: string | Secret;
  /** Instead of `url`: mails are written into this folder. `{account}` in it is replaced by the run's account. */
  readonly folder?: string;
  /** Who the mails are from: an address, or `Name <address>`. */
  readonly from: string;
  /** Whether to insist on encryption. Default: where there is a password and the server is on another machine. */
  readonly tls?: TlsUse;
  /** Certificates (PEM) to trust in place of the public ones, for a server with one of its own making. */
  readonly ca?: string;
}

/** A server may take its time: between the last byte and its answer lies the work of a spam filter. */
const smtpTimeout = "60 seconds";
/** A file stays where it was put, unless a person takes it. */
const outboxRetention = "365 days";

/** @throws bad_connection */
export function mailbox(name: string, options: MailboxOptions): MailConnection {
  const { url, from } = options;
  if (!isAddress(from)) refuseConnection(name, `has no address in \`from\`: ${from}`, "Write `Name <address>`.");
  const folder = options.folder ?? folderIn(url);
  if (folder !== undefined) {
    if (options.folder !== undefined && url !== undefined)
      refuseConnection(name, "has both a url and a folder", "Give it the one that mails are to go to.");
    return { kind: "outbox", ...paced(name, { keyRetention: outboxRetention, ...options }), folder, from };
  }
  if (url === undefined) refuseConnection(name, "leads nowhere", 'Give it `url: secret("SMTP_URL")`, or a `folder`.');
  if (!isSecret(url)) checkOpenUrl(name, url);
  const { tls = null, ca = null } = options;
  return { kind: "smtp", ...paced(name, { timeout: smtpTimeout, ...options }), url, from, tls, ca };
}

function folderIn(url: string | Secret | undefined): string | undefined {
  return typeof url === "string" && url.startsWith("file:") ? fileURLToPath(url) : undefined;
}

function checkOpenUrl(name: string, url: string): void {
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url))
    refuseConnection(name, "has an address that is none", "Write smtp://host:587 or smtps://host.");
  if (new URL(url).password !== "")
    refuseConnection(name, "has a password in its address", 'Set an environment variable, and say `secret("NAME")`.');
}
