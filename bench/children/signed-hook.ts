/** Webhooks for the sources of `served.ts`, signed as Standard Webhooks says. */
import { signStandardWebhook } from "../../src/observe/webhooks/sign-standard-webhook.ts";
import { hookSecret } from "./served.ts";

export interface SignedHook {
  readonly body: Buffer<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

export function signedHook(id: string): SignedHook {
  return signed(id, { order: `#${id}`, text: "It came with a dent; please say what can be done." });
}

/** For the source of orders: one run of ten steps, of this shop's account. */
export function signedOrder(id: string, shop: string): SignedHook {
  return signed(id, { order: `#${id}`, shop });
}

function signed(id: string, content: unknown): SignedHook {
  const body = Buffer.from(JSON.stringify(content));
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const headers = signStandardWebhook({ secret: hookSecret, id, timestampSeconds, body });
  return { body, headers: { ...headers, "content-type": "application/json" } };
}
