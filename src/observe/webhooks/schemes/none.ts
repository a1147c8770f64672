/**
 * No signature: anyone who knows the address is believed. For senders that cannot sign, behind a network that is trusted.
 * Secrets are not looked at.
 */
import { digestId, readUnsignedId } from "../delivery-id.ts";
import type { WebhookVerifier } from "../signed-scheme.ts";

export const acceptUnsignedWebhook: WebhookVerifier = (_secrets, { headers, body }) => {
  const key = readUnsignedId(headers, "idempotency-key");
  if (!key.ok) return key;
  return { ok: true, id: key.value ?? digestId(body), timestampSeconds: null };
};
