/** What holds for every signed scheme: the exact bytes that were signed are accepted, and nothing else is. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { codeOf, now, oneSecret, sampleBody, signedSchemes, signers, verdictOn } from "./testing/webhook-signers.ts";

const secrets = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((key) => `whsec_${Buffer.from(key).toString("base64")}`);
const bodies = fc.uint8Array({ minLength: 1, maxLength: 300 });

for (const scheme of signedSchemes) {
  const sign = signers[scheme];
  const headersNow = sign(oneSecret, sampleBody, now);
  const verdictWith = (headers: Readonly<Record<string, string>>) =>
    codeOf(verdictOn(scheme, [oneSecret], sampleBody, headers));

  /** Each header with one character replaced by what `change` makes of its code, at every place. */
  function rejectsChanges(change: (code: number) => number): void {
    for (const [name, value] of Object.entries(headersNow)) {
      for (let at = 0; at < value.length; at += 1) {
        const changed = value.slice(0, at) + String.fromCharCode(change(value.charCodeAt(at))) + value.slice(at + 1);
        const verdict = verdictWith({ ...headersNow, [name]: changed });
        assert.notEqual(verdict, "accepted", `${name}: ${changed}`);
      }
    }
  }

  describe(scheme, () => {
    test("any body is accepted as it was signed, whatever its bytes", () => {
      fc.assert(
        fc.property(secrets, bodies, (secret, bytes) => {
          const verdict = verdictOn(scheme, [secret], bytes, sign(secret, bytes, now));
          return verdict.ok && verdict.id !== "" && verdict.timestampSeconds === (scheme === "github" ? null : now);
        }),
      );
    });

    test("an empty body is a body", () => {
      const empty = new Uint8Array();
      assert.equal(codeOf(verdictOn(scheme, [oneSecret], empty, sign(oneSecret, empty, now))), "accepted");
    });

    test("a flipped bit anywhere in the body is rejected", () => {
      fc.assert(
        fc.property(secrets, bodies, fc.nat(), fc.nat(7), (secret, bytes, at, bit) => {
          const changed = bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << bit) : byte));
          return codeOf(verdictOn(scheme, [secret], changed, sign(secret, bytes, now))) === "bad_signature";
        }),
      );
    });

    test("a flipped bit anywhere in a header that signs or is signed is rejected", () => {
      for (let bit = 0; bit < 8; bit += 1) rejectsChanges((code) => code ^ (1 << bit));
    });

    test("a lookalike of any character in a header is rejected", () => {
      // Both have the low byte of the character that they stand for, which is all that a latin1 encoder keeps.
      rejectsChanges((code) => code + 0x100);
      rejectsChanges((code) => code + 0xff00);
      // Full-width forms.
      rejectsChanges((code) => code + 0xfee0);
    });

    test("a header under a name that only looks right is missing", () => {
      for (const [name, value] of Object.entries(headersNow)) {
        for (const lookalike of [name.replace("-", "\u2010"), name.replace("s", "\u0455").replace("i", "\u0456")]) {
          const { [name]: _, ...others } = headersNow;
          assert.equal(verdictWith({ ...others, [lookalike]: value }), "missing_header");
        }
      }
    });

    test("bodies that are the same text once decoded are still two bodies", () => {
      const [signed, sent] = [Buffer.from([0x22, 0xff, 0x22]), Buffer.from([0x22, 0xfe, 0x22])];
      assert.equal(signed.toString(), sent.toString());
      const headers = sign(oneSecret, signed, now);
      assert.equal(codeOf(verdictOn(scheme, [oneSecret], signed, headers)), "accepted");
      assert.equal(codeOf(verdictOn(scheme, [oneSecret], sent, headers)), "bad_signature");
    });

    test("each header that is left out or empty is named", () => {
      for (const name of Object.keys(headersNow)) {
        const verdict = verdictOn(scheme, [oneSecret], sampleBody, { ...headersNow, [name]: "" });
        assert.ok(!verdict.ok && verdict.code === "missing_header" && verdict.message.includes(name));
        assert.equal(verdict.status, 401);
      }
    });

    test("a huge header is refused, also where the right signature is in it", () => {
      for (const [name, value] of Object.entries(headersNow)) {
        for (const filler of [" v1,", ",v1=", "0"]) {
          assert.equal(verdictWith({ ...headersNow, [name]: value + filler.repeat(250_000) }), "header_too_long");
        }
      }
    });

    test("the signature of one scheme is worth nothing under another", () => {
      for (const other of signedSchemes.filter((name) => name !== scheme)) {
        assert.equal(codeOf(verdictOn(other, [oneSecret], sampleBody, headersNow)), "missing_header");
      }
    });
  });
}
