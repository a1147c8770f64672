/**
 * The check that all signed schemes share: HMAC-SHA256 over parts of the request. A scheme says which parts, under which
 * headers, and what the id is; whether that is believed is decided here, once.
 *
 * Boundary: pure. The clock comes with the request.
 * Invariants:
 * 1. Nothing of the body is decoded, and no id is read from it, before a signature has matched.
 * 2. All keys are tried with all signatures, each in constant time: the time taken does not tell which one came close.
 * 3. Encoded signatures are compared as text, so each has one spelling only: base64 and hex have several per value
 *    (unused low bits, upper case).
 * 4. An unusable secret (see a scheme's `keyOf`) verifies nothing, and neither does a clock that is not a number.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { assert } from "../../kernel/errors.ts";
import { type Refusal, refuse } from "./refusal.ts";
import type { WebhookRequest } from "./webhook-request.ts";

export interface VerifiedWebhook {
  readonly ok: true;
  /** What to deduplicate by; it stays the same when the sender tries again. */
  readonly id: string;
  /** When it was sent; null where the scheme does not sign that. */
  readonly timestampSeconds: number | null;
}

export type Verification = VerifiedWebhook | Refusal;
export type WebhookVerifier = (secrets: readonly string[], request: WebhookRequest) => Verification;
export type SignatureEncoding = "hex" | "base64";

/** What a request claims, before any of it is believed. */
export interface Claim {
  readonly ok: true;
  readonly signatures: readonly string[];
  readonly signed: readonly (string | Uint8Array)[];
  readonly timestampSeconds: number | null;
  /** Called once the claim is verified. */
  readonly readId: () => string;
}

export interface SignedScheme {
  readonly encoding: SignatureEncoding;
  /** The HMAC key of a secret; null if it cannot be one. */
  keyOf(secret: string): Uint8Array | null;
  read(request: WebhookRequest): Claim | Refusal;
}

const defaultToleranceSeconds = 300;

export function verifierOf(scheme: SignedScheme): WebhookVerifier {
  return (secrets, request) => {
    const claim = scheme.read(request);
    if (!claim.ok) return claim;
    const { timestampSeconds } = claim;
    const late = timestampSeconds === null ? null : refuseStale(timestampSeconds, request);
    if (late) return late;
    const keys = secrets.map((secret) => scheme.keyOf(secret)).filter((key) => key !== null);
    if (keys.length === 0) {
      return refuse(
        "no_usable_secret",
        "the receiver has no usable secret for this source; its operator has to set one",
      );
    }
    if (!isSigned(claim, keys, scheme.encoding)) {
      return refuse(
        "bad_signature",
        "no signature fits this request; sign the exact bytes of the body, with a current secret",
      );
    }
    return { ok: true, id: claim.readId(), timestampSeconds };
  };
}

function refuseStale(timestampSeconds: number, request: WebhookRequest): Refusal | null {
  const { nowSeconds, toleranceSeconds = defaultToleranceSeconds } = request;
  assert(Number.isFinite(nowSeconds), "the receiver's clock is a finite number");
  assert(Number.isFinite(toleranceSeconds) && toleranceSeconds >= 0, "the tolerance is a finite number, not below 0");
  const away = Math.abs(nowSeconds - timestampSeconds);
  if (away <= toleranceSeconds) return null;
  const side = timestampSeconds < nowSeconds ? "behind" : "ahead of";
  return refuse(
    "stale",
    `the timestamp is ${Math.ceil(away)} s ${side} the receiver's clock; at most ${toleranceSeconds} s are allowed`,
  );
}

function isSigned(claim: Claim, keys: readonly Uint8Array[], encoding: SignatureEncoding): boolean {
  const candidates = claim.signatures.map((signature) => Buffer.from(signature));
  let matched = false;
  for (const key of keys) {
    const expected = Buffer.from(signatureOf(key, claim.signed, encoding));
    for (const candidate of candidates) {
      if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) matched = true;
    }
  }
  return matched;
}

export function signatureOf(
  key: Uint8Array,
  signed: readonly (string | Uint8Array)[],
  encoding: SignatureEncoding,
): string {
  const hmac = createHmac("sha256", key);
  for (const part of signed) hmac.update(part);
  return hmac.digest(encoding);
}

/** The key of a scheme that takes a secret as it is written. A blank one is a setting that was left empty. */
export function keyOfText(secret: string): Uint8Array | null {
  return secret.trim() === "" ? null : Buffer.from(secret);
}
