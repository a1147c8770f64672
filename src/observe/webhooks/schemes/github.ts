/**
 * GitHub: `x-hub-signature-256: sha256=<hex>` over the body alone.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 *
 * Limit of the scheme: neither time nor `x-github-delivery` is signed. Redelivery keeps that id, so it deduplicates what
 * GitHub sends; whoever has seen a delivery can send it again under another id.
 */
import { digestId, readUnsignedId } from "../delivery-id.ts";
import { keyOfText, verifierOf } from "../signed-scheme.ts";
import { requireHeader } from "../webhook-request.ts";

const version = "sha256=";

export const verifyGithubWebhook = verifierOf({
  encoding: "hex",
  keyOf: keyOfText,
  read({ headers, body }) {
    const signature = requireHeader(headers, "x-hub-signature-256");
    if (!signature.ok) return signature;
    const delivery = readUnsignedId(headers, "x-github-delivery");
    if (!delivery.ok) return delivery;
    return {
      ok: true,
      signatures: signature.value.startsWith(version) ? [signature.value.slice(version.length)] : [],
      signed: [body],
      timestampSeconds: null,
      readId: () => delivery.value ?? digestId(body),
    };
  },
});
