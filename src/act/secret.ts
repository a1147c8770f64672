/** Secrets are handles (section 8): code passes the handle around, only a connector sees the value, and no log ever does. */
import { PraxisError } from "../kernel/errors.ts";

export interface Secret {
  readonly secret: string;
}

/** A handle on the secret of this name: by default the environment variable, or one given by `praxis config secret`. */
export function secret(name: string): Secret {
  return { secret: name };
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
