/** A webhook for the source of `served.ts`, signed as Standard Webhooks says. */
import { signStandardWebhook } from "../../src/observe/webhooks/sign-standard-webhook.ts";
import { hookSecret } from "./served.ts";

export function signedHook(id: string): { body: Buffer<ArrayBuffer>; headers: Record<string, string> } {
  const body = Buffer.from(
    JSON.stringify({ order: `#${id}`, text: "It came with a dent; please say what can be done." }),
  );
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const signed = signStandardWebhook({ secret: hookSecret, id, timestampSeconds, body });
  return { body, headers: { ...signed, "content-type": "application/json" } };
}
