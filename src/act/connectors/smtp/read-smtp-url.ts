/** Reads where a mail server is. No message repeats the address, for it may hold a password. */
import { PraxisError } from "../../../kernel/errors.ts";
import type { SmtpConnection } from "../../connection.ts";

export interface SmtpServer {
  readonly host: string;
  /** Null: the usual one. */
  readonly port: number | null;
  /** Encrypted from the first byte (smtps://). */
  readonly isSecure: boolean;
  readonly user: { readonly name: string; readonly password: string } | null;
}

/** @throws bad_address */
export function readSmtpUrl({ name }: Pick<SmtpConnection, "name">, value: string): SmtpServer {
  const url = URL.parse(value.trim());
  if (url?.protocol === "file:")
    throw badAddress(
      name,
      "names a folder",
      "Give the mailbox that `folder` in the code: what can be promised of it differs.",
    );
  if (!url || (url.protocol !== "smtp:" && url.protocol !== "smtps:") || url.hostname === "")
    throw badAddress(name, "is none", "It reads smtp://user:password@host:587, or smtps://user:password@host.");
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === null || password === null)
    throw badAddress(name, "has a % in its user or password that means nothing", "Write a % as %25, an @ as %40.");
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? null : Number(url.port),
    isSecure: url.protocol === "smtps:",
    user: user === "" ? null : { name: user, password },
  };
}

export function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function badAddress(name: string, what: string, next: string): PraxisError {
  return new PraxisError("bad_address", `the address of the mailbox "${name}" ${what}`, { next, disposition: "pause" });
}
