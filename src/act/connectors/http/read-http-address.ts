/**
 * Where an HTTP connection leads, with its secrets in place, and a way to take them out of what comes back. The address itself may be the secret,
 * as that of an incoming webhook is.
 */
import { PraxisError } from "../../../kernel/errors.ts";
import type { HttpConnection } from "../../connection.ts";
import { isSecret, reveal, type SecretStore, withoutSecrets } from "../../secret.ts";

export interface HttpAddress {
  /** Without a slash at its end. */
  readonly base: string;
  readonly token: string | null;
  readonly clean: (text: string) => string;
}

/** @throws secret_missing, bad_address */
export function readHttpAddress(
  connection: HttpConnection,
  { account, secrets }: { readonly account: string; readonly secrets: SecretStore },
): HttpAddress {
  const { baseUrl } = connection;
  const token = connection.token === null ? null : reveal(secrets, connection.token);
  const inPlace = (base: string): string => base.replaceAll("{account}", encodeURIComponent(account));
  if (!isSecret(baseUrl)) return address(inPlace(baseUrl), token, []);
  const base = inPlace(reveal(secrets, baseUrl).trim()).replace(/\/$/, "");
  const url = URL.parse(base);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new PraxisError("bad_address", `the secret ${baseUrl.secret} holds no https:// address`, {
      next: `Set ${baseUrl.secret} to the whole address of "${connection.name}", and start Praxis again.`,
      disposition: "pause",
    });
  }
  // Who knows the path may write: it is as secret as the whole. Its host is not, and helps to find what is wrong.
  const path = url.pathname + url.search;
  const parts = url.pathname.split("/").filter((part) => part.length >= 8);
  return address(base, token, [base, url.href, path, ...parts]);
}

function address(base: string, token: string | null, secret: readonly string[]): HttpAddress {
  const secrets = token === null ? secret : [...secret, token];
  return { base, token, clean: secrets.length === 0 ? (text) => text : (text) => withoutSecrets(text, secrets) };
}
