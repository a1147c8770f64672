/** What Standard Webhooks has of its own: versions, base64, secrets with a prefix, signed ids. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { signStandardWebhook } from "../sign-standard-webhook.ts";
import { verifyStandardWebhook } from "./standard-webhooks.ts";

const now = 1_760_000_000;
const secret = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const body = Buffer.from("{}");
const headers = signStandardWebhook({ secret, id: "msg_1", timestampSeconds: now, body });
const right = headers["webhook-signature"];

function verdictOn(changed: Record<string, string>, secrets = [secret], content: Uint8Array = body) {
  return verifyStandardWebhook(secrets, {
    headers: new Headers({ ...headers, ...changed }),
    body: content,
    nowSeconds: now,
  });
}
const codeOf = (verdict: ReturnType<typeof verdictOn>) => (verdict.ok ? "accepted" : verdict.code);

test("one right signature among others is enough, wherever it stands", () => {
  const wrong = `v1,${Buffer.alloc(32).toString("base64")}`;
  for (const list of [
    [right, wrong],
    [wrong, right],
    ["v9,abc", "v1a,def", "", "v1,", wrong, right],
  ]) {
    assert.equal(codeOf(verdictOn({ "webhook-signature": list.join(" ") })), "accepted");
  }
});

test("a right signature under another version is passed over", () => {
  const value = right.slice("v1,".length);
  for (const version of ["v2,", "v1a,", "V1,", "v1", "v1, ", "v11,", ""]) {
    assert.equal(codeOf(verdictOn({ "webhook-signature": version + value })), "bad_signature", version);
  }
});

test("a signature has one spelling: other base64 of the same bytes is rejected", () => {
  const value = right.slice("v1,".length);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const last = alphabet.indexOf(value.charAt(42));
  const respelled = `${value.slice(0, 42)}${alphabet.charAt(last ^ 1)}=`;
  assert.deepEqual(Buffer.from(respelled, "base64"), Buffer.from(value, "base64"));
  for (const spelling of [respelled, value.slice(0, 43), `${value}=`, `${value},`]) {
    assert.equal(codeOf(verdictOn({ "webhook-signature": `v1,${spelling}` })), "bad_signature");
  }
});

test("a secret verifies with and without its prefix", () => {
  assert.equal(codeOf(verdictOn({}, [secret.slice("whsec_".length)])), "accepted");
});

test("what is not base64 is no secret, and neither is half of an asymmetric pair", () => {
  const key = Buffer.alloc(32, 1).toString("base64");
  for (const garbage of [
    "whsec_",
    "a secret!",
    `whpk_${key}`,
    `whsk_${key}`,
    `whsec_whsec_${key}`,
    ` ${secret}`,
    "====",
  ]) {
    assert.equal(codeOf(verdictOn({}, [garbage])), "no_usable_secret", garbage);
  }
});

test("an id with a full stop is refused, so that one signature fits one reading only", () => {
  const shifted = Buffer.from(`${now}.{}`);
  const signed = signStandardWebhook({ secret, id: "msg_1", timestampSeconds: now, body: shifted });
  const moved = { "webhook-id": `msg_1.${now}`, "webhook-signature": signed["webhook-signature"] };
  assert.equal(codeOf(verdictOn(moved)), "bad_id");
});

test("an id that could not be a key in a table is refused", () => {
  for (const id of ["m".repeat(257), "m\u00e9"]) assert.equal(codeOf(verdictOn({ "webhook-id": id })), "bad_id");
});
