/**
 * Where the shop, the payment provider and the mailbox are, and what the provider can be asked: read from the environment, once, when the pack is
 * loaded.
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
  /** As the customers know it: below letters, and above reports. */
  readonly shopName: string;
  /** What the shop's cents are of: "USD". */
  readonly currency: string;
  /** Where its days and weeks begin: "America/New_York". */
  readonly zone: string;
  /** Who gets the reports; null for nobody. */
  readonly owner: string | null;
  /** Null: the shop sends no mail. */
  readonly mail: MailSettings | null;
  /** Null: the shop reads no mail. */
  readonly intake: IntakeSettings | null;
}

export interface MailSettings {
  /** `Harrow & Finch <help@harrow.example>` */
  readonly from: string;
  /** A folder that mails are written into; null sends them by SMTP (secret SMTP_URL). */
  readonly outbox: string | null;
}

export interface IntakeSettings {
  /** A maildir, or a folder of .eml files; otherwise a mailbox on an IMAP server (secret IMAP_PASSWORD). */
  readonly from: { readonly folder: string } | { readonly host: string; readonly user: string };
  /** The receiving host whose word on a sender counts; null believes nobody, so that a person looks at every wish that came by mail. */
  readonly authenticatedBy: string | null;
}

const environmentSchema = z.object({
  SHOP_URL: z.url(),
  PAYMENTS_URL: z.url().optional(),
  PRAXIS_PAYMENTS_TIER: z.enum(paymentTiers).default("T1"),
  PRAXIS_SHOP_TIMEOUT_MS: z.coerce.number().int().positive().default(10_000),
  PRAXIS_SHOP_SETTLE_MS: z.coerce.number().int().nonnegative().default(1_000),
  PRAXIS_SHOP_NAME: z.string().default("The shop"),
  PRAXIS_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default("USD"),
  PRAXIS_ZONE: z.string().refine(isZone, { error: "not a time zone such as Europe/Berlin" }).default("UTC"),
  PRAXIS_OWNER: z.email().optional(),
  PRAXIS_MAIL_FROM: z.string().optional(),
  PRAXIS_OUTBOX: z.string().optional(),
  SMTP_URL: z.string().optional(),
  PRAXIS_MAIL_FOLDER: z.string().optional(),
  PRAXIS_IMAP_HOST: z.string().optional(),
  PRAXIS_IMAP_USER: z.string().optional(),
  PRAXIS_MAIL_AUTHENTICATED_BY: z.string().optional(),
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
    shopName: read.PRAXIS_SHOP_NAME,
    currency: read.PRAXIS_CURRENCY,
    zone: read.PRAXIS_ZONE,
    owner: read.PRAXIS_OWNER ?? null,
    mail: mailSettings(read),
    intake: intakeSettings(read),
  };
}

type Environment = z.infer<typeof environmentSchema>;

function mailSettings({ PRAXIS_MAIL_FROM: from, PRAXIS_OUTBOX, SMTP_URL }: Environment): MailSettings | null {
  const isReachable = PRAXIS_OUTBOX !== undefined || SMTP_URL !== undefined;
  return from === undefined || !isReachable ? null : { from, outbox: PRAXIS_OUTBOX ?? null };
}

function intakeSettings(read: Environment): IntakeSettings | null {
  const { PRAXIS_MAIL_FOLDER: folder, PRAXIS_IMAP_HOST: host, PRAXIS_IMAP_USER: user } = read;
  const authenticatedBy = read.PRAXIS_MAIL_AUTHENTICATED_BY ?? null;
  if (folder !== undefined) return { from: { folder }, authenticatedBy };
  return host === undefined || user === undefined ? null : { from: { host, user }, authenticatedBy };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}
