/**
 * Stripe: `stripe-signature: t=<seconds>,v1=<hex>[,v1=<hex>]` over `{t}.{body}`; the key is the secret as it is written,
 * `whsec_` included. Other versions (`v0`, of test mode) are passed over.
 * https://docs.stripe.com/webhooks#verify-manually
 *
 * The id is the event's own. Without one it is a digest of the body alone, as Stripe signs anew with a new time when it
 * tries again.
 */
import { digestId, idInJson } from "../delivery-id.ts";
import { refuse } from "../refusal.ts";
import { keyOfText, verifierOf } from "../signed-scheme.ts";
import { parseTimestamp, requireHeader } from "../webhook-request.ts";

export const verifyStripeWebhook = verifierOf({
  encoding: "hex",
  keyOf: keyOfText,
  read({ headers, body }) {
    const header = requireHeader(headers, "stripe-signature");
    if (!header.ok) return header;
    const fields = header.value.split(",").map((field) => field.trim());
    const [sentAt = "", ...others] = valuesOf(fields, "t=");
    if (others.length > 0) return refuse("bad_timestamp", "stripe-signature has more than one timestamp");
    const timestamp = parseTimestamp(sentAt, "stripe-signature");
    if (!timestamp.ok) return timestamp;
    return {
      ok: true,
      signatures: valuesOf(fields, "v1="),
      signed: [`${sentAt}.`, body],
      timestampSeconds: timestamp.value,
      readId: () => idInJson(body, "id") ?? digestId(body),
    };
  },
});

function valuesOf(fields: readonly string[], name: string): string[] {
  return fields.filter((field) => field.startsWith(name)).map((field) => field.slice(name.length));
}
