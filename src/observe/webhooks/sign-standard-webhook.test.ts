/** Both ways between us and the npm package `standardwebhooks`, which shares no code with ours. It reads `Date`, so that stands still. */
import assert from "node:assert/strict";
import { after, before, describe, mock, test } from "node:test";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { signStandardWebhook } from "./sign-standard-webhook.ts";
import { verifyWebhook } from "./verify-webhook.ts";

const now = 1_760_000_000;
const secrets = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.constantFrom("whsec_", ""))
  .map(([key, prefix]) => prefix + Buffer.from(key).toString("base64"));
const ids = fc.stringMatching(/^[!-\-/-~]{1,64}$/);
/** The package signs text only, so bodies are text here. */
const texts = fc.string({ unit: "grapheme", maxLength: 200 });
const times = fc.integer({ min: now - 300, max: now + 300 });

describe("Standard Webhooks, with the npm package at the other end", () => {
  before(() => mock.timers.enable({ apis: ["Date"], now: now * 1000 }));
  after(() => mock.timers.reset());

  test("what we sign, it verifies", () => {
    fc.assert(
      fc.property(secrets, ids, times, texts, (secret, id, timestampSeconds, text) => {
        const headers = signStandardWebhook({ secret, id, timestampSeconds, body: Buffer.from(text) });
        new Webhook(secret).verify(text, headers, { jsonParse: false });
      }),
    );
  });

  test("what it signs, we verify, under the id and the time that it was given", () => {
    fc.assert(
      fc.property(secrets, ids, times, texts, (secret, id, timestampSeconds, text) => {
        const headers = new Headers({
          "Webhook-Id": id,
          "WEBHOOK-TIMESTAMP": String(timestampSeconds),
          "webhook-signature": new Webhook(secret).sign(id, new Date(timestampSeconds * 1000), text),
        });
        const verdict = verifyWebhook("standard-webhooks", [secret], {
          headers,
          body: Buffer.from(text),
          nowSeconds: now,
        });
        assert.deepEqual(verdict, { ok: true, id, timestampSeconds });
      }),
    );
  });

  test("what we sign and someone changes, it rejects as we do", () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const headers = signStandardWebhook({ secret, id: "msg_1", timestampSeconds: now, body: Buffer.from("{}") });
    assert.throws(() => new Webhook(secret).verify("{ }", headers));
  });
});

describe("signing", () => {
  const good = {
    secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    id: "msg_1",
    timestampSeconds: now,
    body: Buffer.from("{}"),
  };

  test("refuses what no receiver would accept, and says what to pass instead", () => {
    const unusable = [
      { secret: "" },
      { secret: "whsec_" },
      { secret: "not base64!" },
      { id: "" },
      { id: "msg.1" },
      { id: "msg\n1" },
      { timestampSeconds: now * 1000 },
      { timestampSeconds: now + 0.5 },
      { timestampSeconds: -1 },
      { timestampSeconds: Number.NaN },
    ];
    for (const part of unusable) {
      assert.throws(() => signStandardWebhook({ ...good, ...part }), { code: "bad_input", next: /^(Use|Pass) / });
    }
  });
});
