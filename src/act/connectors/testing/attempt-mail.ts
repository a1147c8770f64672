/** One attempt at a mail as the effect worker makes it, on the real clock, without a log. */
import type { z } from "zod";
import { systemClock } from "../../../kernel/clock.ts";
import { assert } from "../../../kernel/errors.ts";
import { noFailpoints } from "../../../kernel/failpoints.ts";
import { toJson } from "../../../kernel/json.ts";
import type { Ports } from "../../../kernel/ports.ts";
import type { MailConnection } from "../../connection.ts";
import { type AttemptResult, attempt } from "../../effects/attempt.ts";
import { mailSchema } from "../../mail/mail.ts";
import { mailContract } from "../../mail/mail-contract.ts";
import { mailTransport } from "../mail-transport.ts";
import { outboxTransport } from "../outbox/outbox-transport.ts";
import { smtpTransport } from "../smtp/smtp-transport.ts";

export const sample = { to: "Ada <ada@example.com>", subject: "Your refund", text: "It is on its way.\n.\nYours" };

export interface MailAttempt {
  readonly mail?: Partial<z.input<typeof mailSchema>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Until when it may be sent. */
  readonly withinMs?: number;
  readonly key?: string;
  readonly failpoints?: Ports["failpoints"];
  readonly blobs?: Readonly<Record<string, Uint8Array>>;
  /** Whom the contract writes to in place of the sample's recipient, and the addresses of those who sign in. */
  readonly to?: readonly string[];
  readonly people?: Readonly<Record<string, string>>;
}

let ids = 0;

export async function attemptMail(via: MailConnection, options: MailAttempt = {}): Promise<AttemptResult> {
  const { secrets = {}, withinMs = 5_000, key = "praxis-0123-1", failpoints = noFailpoints, blobs = {} } = options;
  const { to, people = {} } = options;
  const send = mailContract("send", {
    via,
    input: mailSchema,
    once: () => ["the mail"],
    mail: (wish) => (to ? { ...wish, to } : wish),
  });
  const bound = send.bind(toJson({ ...sample, ...options.mail }));
  assert(bound.ok, `the mail reads: ${bound.ok ? "" : bound.error}`);
  const deps = {
    clock: systemClock,
    now: () => systemClock.now(),
    transport: () => Promise.reject(new Error("no HTTP here")),
    mail: mailTransport({
      smtp: smtpTransport,
      outbox: outboxTransport({ failpoints, newId: () => `draft-${++ids}` }),
    }),
    blobs: (id: string) => blobs[id],
    addressOf: (name: string) => people[name] ?? null,
    secrets: { value: (name: string) => secrets[name] },
  };
  const target = {
    connection: via,
    account: "main",
    key,
    correlation: "run-1",
    deadlineMonotonicMs: systemClock.monotonicMs() + withinMs,
    deadlineAt: systemClock.now() + withinMs,
  };
  return attempt(deps, target, bound.value);
}
