/** Secrets and time, for every scheme that has them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  codeOf,
  lookup,
  now,
  oneSecret,
  otherSecret,
  sampleBody,
  signedSchemes,
  signers,
  verdictOn,
} from "./testing/webhook-signers.ts";
import { verifyWebhook } from "./verify-webhook.ts";

for (const scheme of signedSchemes) {
  const sign = signers[scheme];
  const headersNow = sign(oneSecret, sampleBody, now);
  const verdictFor = (...secrets: string[]) => codeOf(verdictOn(scheme, secrets, sampleBody, headersNow));

  describe(`the secrets of ${scheme}`, () => {
    test("during a rotation the old and the new one both verify, and neither does once it is gone", () => {
      assert.equal(verdictFor(oneSecret, otherSecret), "accepted");
      assert.equal(verdictFor(otherSecret, oneSecret), "accepted");
      assert.equal(verdictFor("", oneSecret), "accepted");
      assert.equal(verdictFor(otherSecret), "bad_signature");
    });

    test("verify nothing when blank, not even what was signed with a blank one", () => {
      for (const blank of ["", " ", "\n"]) {
        const signed = sign(blank, sampleBody, now);
        assert.equal(codeOf(verdictOn(scheme, [blank], sampleBody, signed)), "no_usable_secret");
        assert.equal(codeOf(verdictOn(scheme, [blank, otherSecret], sampleBody, signed)), "bad_signature");
      }
      assert.equal(verdictFor(), "no_usable_secret");
    });

    test("are not quoted in a refusal, and signatures are not either", () => {
      const forged = sign(otherSecret, sampleBody, now);
      const verdict = verdictOn(scheme, [oneSecret], sampleBody, forged);
      assert.ok(!verdict.ok && verdict.status === 401);
      for (const hidden of [oneSecret, otherSecret, ...Object.values(forged)]) {
        assert.ok(!verdict.message.includes(hidden));
      }
    });
  });
}

for (const scheme of signedSchemes.filter((name) => name !== "github")) {
  const verdictAt = (sentAt: number, nowSeconds: number, tolerance: { toleranceSeconds?: number } = {}) =>
    codeOf(
      verifyWebhook(scheme, [oneSecret], {
        headers: lookup(signers[scheme](oneSecret, sampleBody, sentAt)),
        body: sampleBody,
        nowSeconds,
        ...tolerance,
      }),
    );

  describe(`the time of ${scheme}`, () => {
    test("is accepted up to the tolerance, early or late, and not a moment beyond", () => {
      for (const side of [-1, 1]) {
        assert.equal(verdictAt(now + side * 300, now), "accepted");
        assert.equal(verdictAt(now + side * 301, now), "stale");
        assert.equal(verdictAt(now + side * 10, now, { toleranceSeconds: 10 }), "accepted");
        assert.equal(verdictAt(now + side * 11, now, { toleranceSeconds: 10 }), "stale");
      }
      assert.equal(verdictAt(now, now, { toleranceSeconds: 0 }), "accepted");
      assert.equal(verdictAt(now, now + 0.5, { toleranceSeconds: 0 }), "stale");
    });

    test("is whole seconds in plain digits, even where the signature fits", () => {
      for (const odd of [now + 0.5, -now, now * 1000, Number.NaN, 1e30]) {
        assert.equal(verdictAt(odd, now), "bad_timestamp");
      }
    });

    test("is not judged by a clock or a tolerance that is not a number", () => {
      assert.throws(() => verdictAt(now, Number.NaN), /broken assumption/);
      for (const toleranceSeconds of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
        assert.throws(() => verdictAt(now, now, { toleranceSeconds }), /broken assumption/);
      }
    });
  });
}
