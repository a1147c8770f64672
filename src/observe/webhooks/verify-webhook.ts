/**
 * Whether a webhook is from whom it says: the schemes, and the one call that all of them answer.
 *
 * Boundary: pure; the raw body, the secrets and the time are passed in. Deduplicating by the id is the caller's work.
 * A further scheme is one file in schemes/ and one line here.
 */

import { verifyGithubWebhook } from "./schemes/github.ts";
import { acceptUnsignedWebhook } from "./schemes/none.ts";
import { verifySlackWebhook } from "./schemes/slack.ts";
import { verifyStandardWebhook } from "./schemes/standard-webhooks.ts";
import { verifyStripeWebhook } from "./schemes/stripe.ts";
import type { Verification, WebhookVerifier } from "./signed-scheme.ts";
import type { WebhookRequest } from "./webhook-request.ts";

/** For settings: `z.enum(webhookSchemes)`. */
export const webhookSchemes = ["standard-webhooks", "github", "slack", "stripe", "none"] as const;
export type WebhookScheme = (typeof webhookSchemes)[number];

const verifiers: Readonly<Record<WebhookScheme, WebhookVerifier>> = {
  "standard-webhooks": verifyStandardWebhook,
  github: verifyGithubWebhook,
  slack: verifySlackWebhook,
  stripe: verifyStripeWebhook,
  none: acceptUnsignedWebhook,
};

/**
 * Any one of the secrets may have signed (rotation: list the new one and the old one). A refusal says why, in words that may
 * be sent back with its `status`.
 */
export function verifyWebhook(
  scheme: WebhookScheme,
  secrets: readonly string[],
  request: WebhookRequest,
): Verification {
  return verifiers[scheme](secrets, request);
}
