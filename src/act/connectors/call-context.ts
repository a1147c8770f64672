/** What every connector is given for one call: whom to speak to, until when, and whom to tell what left this process. */
import { PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { CallError } from "../call.ts";
import type { Connection } from "../connection.ts";
import type { SecretStore } from "../secret.ts";

export interface CallContext {
  readonly account: string;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly secrets: SecretStore;
  readonly correlation: string;
  /** Called at the last moment before something is sent. @throws CallError `not sent` when it is too late (E6). */
  readonly checkDeadline: () => void;
  /** Called when something may leave this process from now on. */
  readonly sending: (isWrite: boolean) => void;
  /** What a failed call means for all that was asked for. */
  readonly failed: (error: CallError, isWrite: boolean) => CallError;
}

/** Bytes that came in and were kept, by their id. */
export type BlobSource = (id: string) => Uint8Array | undefined;

/** A verb that this kind of connection does not have: the contract's code has to be mended. */
export function wrongCall(connection: Connection, verb: string): () => Promise<never> {
  const is = connection.kind === "http" ? "speaks HTTP" : "is a mailbox";
  const has = connection.kind === "http" ? "get, post, put, patch or delete" : "send({ to, subject, text })";
  return async () => {
    throw new PraxisError("wrong_call", `connection "${connection.name}" ${is}: it has no \`call.${verb}\``, {
      next: `In the contract's code, call ${has}; or give the contract another connection.`,
    });
  };
}

/** The same where the other side's words are data. */
export function cleanJson(value: Json, clean: (text: string) => string): Json {
  if (typeof value === "string") return clean(value);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((each) => cleanJson(each, clean));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [clean(name), cleanJson(each, clean)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
