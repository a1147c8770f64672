/** Secrets are handles: code passes the handle around, only a connector sees the value, and no log ever does. */
import { PraxisError } from "../kernel/errors.ts";

export interface Secret {
  readonly secret: string;
}

/** A handle on the secret of this name: by default the environment variable, or one given by `praxis config secret`. */
export function secret(name: string): Secret {
  return { secret: name };
}

export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && "secret" in value && typeof value.secret === "string";
}

export interface SecretStore {
  value(name: string): string | undefined;
}

export function environmentSecrets(environment: Readonly<Record<string, string | undefined>>): SecretStore {
  return { value: (name) => environment[name] };
}

/** @throws secret_missing */
export function reveal(store: SecretStore, handle: Secret): string {
  const value = store.value(handle.secret);
  if (value !== undefined && value !== "") return value;
  throw new PraxisError("secret_missing", `the secret ${handle.secret} is not set`, {
    next: `Set the environment variable ${handle.secret} and start Praxis again; what waits for it goes on by itself.`,
    disposition: "pause",
    fields: { secret: handle.secret },
  });
}

/**
 * Takes secrets out of what the other side said: error pages repeat the address that was called. What is shorter than six letters is left, for it
 * would be found in ordinary words.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets.filter((each) => each.length >= 6).sort((one, other) => other.length - one.length);
  return longestFirst.reduce((clean, each) => clean.replaceAll(each, "(secret)"), text);
}
