/**
 * Slack: `x-slack-signature: v0=<hex>` over `v0:{timestamp}:{body}`.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * The id is the `event_id` of the Events API, which stays the same when Slack tries again with a new timestamp. Commands and
 * interactions have none and are not sent again: a digest of timestamp and body tells them apart.
 */
import { digestId, idInJson } from "../delivery-id.ts";
import { keyOfText, verifierOf } from "../signed-scheme.ts";
import { parseTimestamp, requireHeader } from "../webhook-request.ts";

const version = "v0=";

export const verifySlackWebhook = verifierOf({
  encoding: "hex",
  keyOf: keyOfText,
  read({ headers, body }) {
    const signature = requireHeader(headers, "x-slack-signature");
    if (!signature.ok) return signature;
    const sentAt = requireHeader(headers, "x-slack-request-timestamp");
    if (!sentAt.ok) return sentAt;
    const timestamp = parseTimestamp(sentAt.value, "x-slack-request-timestamp");
    if (!timestamp.ok) return timestamp;
    return {
      ok: true,
      signatures: signature.value.startsWith(version) ? [signature.value.slice(version.length)] : [],
      signed: [`v0:${sentAt.value}:`, body],
      timestampSeconds: timestamp.value,
      readId: () => idInJson(body, "event_id") ?? digestId(`${sentAt.value}:`, body),
    };
  },
});
