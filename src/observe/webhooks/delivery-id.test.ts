/** Which id each of the other schemes gives a delivery, and what keeps that id the same when the sender tries again. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { verifyWebhook, type WebhookScheme } from "./verify-webhook.ts";

const now = 1_760_000_000;
const secret = "a secret of some length";
const hex = (text: string | Uint8Array) => createHmac("sha256", secret).update(text).digest("hex");

function idOf(scheme: WebhookScheme, body: string | Uint8Array, headers: Record<string, string>) {
  const verdict = verifyWebhook(scheme, [secret], {
    headers: new Headers(headers),
    body: typeof body === "string" ? Buffer.from(body) : body,
    nowSeconds: now,
  });
  return verdict.ok ? verdict.id : verdict.code;
}

describe("github", () => {
  const id = (body: string, headers = {}) =>
    idOf("github", body, { "X-Hub-Signature-256": `sha256=${hex(body)}`, ...headers });

  test("a delivery has the id that GitHub gave it", () => {
    assert.equal(id("{}", { "X-GitHub-Delivery": "72d3162e-cc78" }), "72d3162e-cc78");
  });

  test("without one, equal bodies have equal ids and others do not", () => {
    assert.match(id("{}"), /^sha256:[0-9a-f]{64}$/);
    assert.equal(id("{}"), id("{}", { "X-GitHub-Delivery": "" }));
    assert.notEqual(id("{}"), id("{ }"));
  });

  test("an id that could not be a key in a table is refused", () => {
    assert.equal(id("{}", { "X-GitHub-Delivery": "7".repeat(257) }), "bad_id");
  });

  test("the older SHA-1 signature is not accepted", () => {
    const sha1 = createHmac("sha1", secret).update("{}").digest("hex");
    assert.equal(idOf("github", "{}", { "x-hub-signature": `sha1=${sha1}` }), "missing_header");
    assert.equal(idOf("github", "{}", { "x-hub-signature-256": `sha1=${sha1}` }), "bad_signature");
  });

  test("a signature has one spelling: upper case is rejected", () => {
    assert.equal(id("{}", { "x-hub-signature-256": `sha256=${hex("{}").toUpperCase()}` }), "bad_signature");
  });
});

describe("slack", () => {
  const id = (body: string, sentAt = now) =>
    idOf("slack", body, {
      "X-Slack-Request-Timestamp": `${sentAt}`,
      "X-Slack-Signature": `v0=${hex(`v0:${sentAt}:${body}`)}`,
    });

  test("an event keeps its id when Slack tries again a minute later", () => {
    const event = '{"type":"event_callback","event_id":"Ev08MFMKH6"}';
    assert.equal(id(event), "Ev08MFMKH6");
    assert.equal(id(event, now - 60), "Ev08MFMKH6");
  });

  test("the same command given twice is two deliveries", () => {
    assert.match(id("command=%2Fstatus"), /^sha256:/);
    assert.equal(id("command=%2Fstatus"), id("command=%2Fstatus"));
    assert.notEqual(id("command=%2Fstatus"), id("command=%2Fstatus", now - 1));
  });
});

describe("stripe", () => {
  const header = (body: string | Uint8Array, sentAt = now) =>
    `t=${sentAt},v1=${hex(Buffer.concat([Buffer.from(`${sentAt}.`), Buffer.from(body)]))}`;
  const id = (body: string | Uint8Array, signature = header(body)) =>
    idOf("stripe", body, { "Stripe-Signature": signature });

  test("an event has its own id", () => {
    assert.equal(id('{"id":"evt_1","object":"event"}'), "evt_1");
  });

  test("a body without a usable id has a digest, the same when Stripe tries again", () => {
    const without = ["{}", "[]", "null", "not JSON", '{"id":7}', '{"id":""}', `{"id":"${"e".repeat(257)}"}`];
    for (const body of [...without, Buffer.from([0x7b, 0xff, 0x7d])]) {
      assert.match(id(body), /^sha256:[0-9a-f]{64}$/);
      assert.equal(id(body), id(body, header(body, now - 60)));
    }
  });

  test("while its secret rolls, Stripe signs twice, and one right signature is enough", () => {
    const [time, right] = header("{}").split(",");
    assert.notEqual(id("{}", `${time},v1=${"0".repeat(64)},${right}`), "bad_signature");
    assert.notEqual(id("{}", `${time}, ${right}, v2=abc`), "bad_signature");
    assert.equal(id("{}", `${time},${right?.replace("v1", "v0")}`), "bad_signature");
  });

  test("a header with no time or two times is refused", () => {
    const [time, right] = header("{}").split(",");
    assert.equal(id("{}", `${right}`), "bad_timestamp");
    assert.equal(id("{}", `${time},${time},${right}`), "bad_timestamp");
  });
});

describe("none", () => {
  test("any request is accepted, under its idempotency key or else the digest of its body", () => {
    assert.equal(idOf("none", "{}", { "Idempotency-Key": "order-7" }), "order-7");
    assert.match(idOf("none", "{}", {}), /^sha256:[0-9a-f]{64}$/);
    assert.notEqual(idOf("none", "{}", {}), idOf("none", "{ }", {}));
  });

  test("a key that could not be a key in a table is refused", () => {
    assert.equal(idOf("none", "{}", { "Idempotency-Key": "k".repeat(257) }), "bad_id");
    assert.equal(idOf("none", "{}", { "Idempotency-Key": "k".repeat(5000) }), "header_too_long");
  });
});
