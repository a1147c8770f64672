/**
 * Standard Webhooks 1.0.0, symmetric signatures (`v1`): `{id}.{timestamp}.{body}`. Other versions are passed over.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * Not the npm package `standardwebhooks` (1.1.1): it decodes the body as UTF-8 before it signs, so that differing bytes can
 * share a signature, and it reads the computer's clock. It serves our tests as an independent signer.
 *
 * Invariant: an id has no full stop, as the specification asks. Otherwise one signature would fit two readings of the same
 * bytes: `a.1` + `2` + `b` and `a` + `1` + `2.b`.
 */
import { isDeliveryId, refuseId } from "../delivery-id.ts";
import { type SignedScheme, verifierOf } from "../signed-scheme.ts";
import { parseTimestamp, requireHeader } from "../webhook-request.ts";

const secretPrefix = "whsec_";
const version = "v1,";

export const standardWebhooks: SignedScheme = {
  encoding: "base64",
  keyOf: keyOfStandardSecret,
  read({ headers, body }) {
    const signature = requireHeader(headers, "webhook-signature");
    if (!signature.ok) return signature;
    const id = requireHeader(headers, "webhook-id");
    if (!id.ok) return id;
    const sentAt = requireHeader(headers, "webhook-timestamp");
    if (!sentAt.ok) return sentAt;
    const timestamp = parseTimestamp(sentAt.value, "webhook-timestamp");
    if (!timestamp.ok) return timestamp;
    if (!isStandardId(id.value)) {
      return refuseId("webhook-id", "1 to 256 printable ASCII characters without a full stop");
    }
    return {
      ok: true,
      signatures: signature.value
        .split(" ")
        .filter((entry) => entry.startsWith(version))
        .map((entry) => entry.slice(version.length)),
      signed: standardSignedParts(id.value, sentAt.value, body),
      timestampSeconds: timestamp.value,
      readId: () => id.value,
    };
  },
};

export const verifyStandardWebhook = verifierOf(standardWebhooks);

export function isStandardId(id: string): boolean {
  return isDeliveryId(id) && !id.includes(".");
}

export function standardSignedParts(id: string, timestamp: string, body: Uint8Array): readonly (string | Uint8Array)[] {
  return [`${id}.${timestamp}.`, body];
}

/** Base64 with or without `whsec_`. What is not canonical base64 is no secret: decoders skip over the rest differently. */
function keyOfStandardSecret(secret: string): Uint8Array | null {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
  const key = Buffer.from(text, "base64");
  return key.length > 0 && key.toString("base64") === text ? key : null;
}
