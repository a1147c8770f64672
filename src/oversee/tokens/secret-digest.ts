/**
 * Secrets that let somebody in: tokens, login codes, session cookies. Each has 256 random bits, is shown once, and is kept only as its SHA-256,
 * so a copy of the log lets nobody in.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Random } from "../../kernel/random.ts";

export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}

/** Hex. Tables are searched by it: how far a search gets tells nothing of the secret. */
export function secretDigest(secret: string): string {
  return sha256(secret).toString("hex");
}

/** Whether two secrets are the same, in a time that does not tell how they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(sha256(one), sha256(other));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
