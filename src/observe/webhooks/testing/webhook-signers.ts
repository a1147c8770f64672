/**
 * Signers for the tests of verification, written from the vendors' pages, apart from the code under test; a further signed
 * scheme does not compile without its own.
 */
import { createHmac } from "node:crypto";
import { verifyWebhook, type WebhookScheme, webhookSchemes } from "../verify-webhook.ts";

type Headers = Readonly<Record<string, string>>;
type Signer = (secret: string, body: Uint8Array, sentAt: number) => Headers;

export const now = 1_760_000_000;
export const oneSecret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
export const otherSecret = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;
export const sampleBody = Buffer.from('{"amount":100}');
export const signedSchemes = webhookSchemes.filter((scheme) => scheme !== "none");

const hexOf = (secret: string, before: string, body: Uint8Array) =>
  createHmac("sha256", secret).update(before).update(body).digest("hex");

export const signers: Readonly<Record<Exclude<WebhookScheme, "none">, Signer>> = {
  "standard-webhooks": (secret, body, sentAt) => {
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const signature = createHmac("sha256", key).update(`msg_1.${sentAt}.`).update(body).digest("base64");
    return { "webhook-id": "msg_1", "webhook-timestamp": `${sentAt}`, "webhook-signature": `v1,${signature}` };
  },
  github: (secret, body) => ({ "x-hub-signature-256": `sha256=${hexOf(secret, "", body)}` }),
  slack: (secret, body, sentAt) => ({
    "x-slack-request-timestamp": `${sentAt}`,
    "x-slack-signature": `v0=${hexOf(secret, `v0:${sentAt}:`, body)}`,
  }),
  stripe: (secret, body, sentAt) => ({
    "stripe-signature": `t=${sentAt},v1=${hexOf(secret, `${sentAt}.`, body)}`,
  }),
};

/** A plain lookup: `Headers` would refuse some of what the code under test has to refuse by itself. */
export const lookup = (headers: Headers) => ({ get: (name: string) => headers[name] });

export const verdictOn = (scheme: WebhookScheme, secrets: readonly string[], body: Uint8Array, headers: Headers) =>
  verifyWebhook(scheme, secrets, { headers: lookup(headers), body, nowSeconds: now });

export const codeOf = (verdict: ReturnType<typeof verifyWebhook>) => (verdict.ok ? "accepted" : verdict.code);
