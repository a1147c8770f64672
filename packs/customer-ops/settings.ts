/**
 * Where the shop and the payment provider are, and what the provider can be asked: read from the environment, once, when the pack is loaded.
 *
 * `{account}` in an address is replaced by the shop (here: the world) that a ticket belongs to.
 */
import { z } from "zod";

/** T1: the provider honours idempotency keys. T2: it does not, but can be asked by reference. T3: neither. */
export const paymentTiers = ["T1", "T2", "T3"] as const;
export type PaymentTier = (typeof paymentTiers)[number];

export interface Settings {
  /** Without a slash at its end. */
  readonly shopUrl: string;
  readonly paymentsUrl: string;
  readonly paymentsTier: PaymentTier;
  /** How long one call may take. */
  readonly timeoutMs: number;
  /** How long after a call was given up the other side may still act on it. */
  readonly settleMs: number;
}

const environmentSchema = z.object({
  SHOP_URL: z.url(),
  PAYMENTS_URL: z.url().optional(),
  PRAXIS_PAYMENTS_TIER: z.enum(paymentTiers).default("T1"),
  PRAXIS_SHOP_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  PRAXIS_SHOP_SETTLE_MS: z.coerce.number().int().nonnegative().default(1_000),
});

/** @throws ZodError, naming the variable that is missing or wrong */
export function settingsFromEnvironment(environment: Readonly<Record<string, string | undefined>>): Settings {
  const read = environmentSchema.parse(environment);
  return {
    shopUrl: withoutSlash(read.SHOP_URL),
    paymentsUrl: withoutSlash(read.PAYMENTS_URL ?? read.SHOP_URL),
    paymentsTier: read.PRAXIS_PAYMENTS_TIER,
    timeoutMs: read.PRAXIS_SHOP_TIMEOUT_MS,
    settleMs: read.PRAXIS_SHOP_SETTLE_MS,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
