/** The sender's side of Standard Webhooks: what verify-webhook.ts accepts, and what any other receiver accepts too. */
import { PraxisError } from "../../kernel/errors.ts";
import { isStandardId, standardSignedParts, standardWebhooks } from "./schemes/standard-webhooks.ts";
import { signatureOf } from "./signed-scheme.ts";
import { parseTimestamp } from "./webhook-request.ts";

export interface OutgoingWebhook {
  /** Base64, with or without `whsec_`. */
  readonly secret: string;
  /** The same for every attempt to send one message. */
  readonly id: string;
  /** When this attempt is made, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  readonly body: Uint8Array;
}

export type StandardWebhookHeaders = Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>>;

/** @throws bad_input, for a secret, an id or a time that no receiver would accept. */
export function signStandardWebhook({ secret, id, timestampSeconds, body }: OutgoingWebhook): StandardWebhookHeaders {
  const key = standardWebhooks.keyOf(secret);
  if (key === null) throw unsignable("secret is not base64", "Use base64 text, with or without whsec_ before it.");
  if (!isStandardId(id)) {
    throw unsignable("id is unusable", "Use 1 to 256 printable ASCII characters without a full stop.");
  }
  const timestamp = String(timestampSeconds);
  if (!parseTimestamp(timestamp, "webhook-timestamp").ok) {
    throw unsignable("time is unusable", "Pass seconds (not milliseconds) since 1970, rounded down.");
  }
  const signature = signatureOf(key, standardSignedParts(id, timestamp, body), standardWebhooks.encoding);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

function unsignable(what: string, next: string): PraxisError {
  return new PraxisError("bad_input", `the webhook was not signed: its ${what}`, { next });
}
