/**
 * Notices as the environment says: PRAXIS_NOTIFY (addresses, with commas between), PRAXIS_SMTP_URL, PRAXIS_MAIL_FROM, PRAXIS_SLACK_WEBHOOK,
 * PRAXIS_PUBLIC_URL. Mails go into the outbox of the data folder where no server is named. With a server and no address, only whom a question is
 * handed to is told.
 */
import { join } from "node:path";
import { type Definition, mailbox, secret, slackWebhook } from "praxis";
import { z } from "zod";
import { tellAboutGates } from "./tell-about-gates.ts";

const environmentSchema = z.object({
  PRAXIS_NOTIFY: z.string().default(""),
  PRAXIS_SMTP_URL: z.string().default(""),
  PRAXIS_MAIL_FROM: z.string().default("Praxis <praxis@localhost>"),
  PRAXIS_SLACK_WEBHOOK: z.string().default(""),
  PRAXIS_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

export interface NoticesPlace {
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where this server listens, once it does. */
  readonly url: () => string;
  /** Whether mails are written into the outbox also where nobody is named, for a newcomer to see. */
  readonly byDefault: boolean;
}

const newcomer = "approver@localhost";

/** @returns nothing where nobody is to be told. @throws ZodError, naming the variable that is wrong */
export function noticesFromEnvironment({ dataFolder, environment, url, byDefault }: NoticesPlace): Definition[] {
  const given = environmentSchema.parse(environment);
  const { PRAXIS_PUBLIC_URL: publicUrl, PRAXIS_MAIL_FROM: from } = given;
  const isServer = given.PRAXIS_SMTP_URL !== "";
  const isSlack = given.PRAXIS_SLACK_WEBHOOK !== "";
  const named = given.PRAXIS_NOTIFY.split(",").flatMap((each) => each.trim() || []);
  const to = named.length === 0 && byDefault && !isServer && !isSlack ? [newcomer] : named;
  if (to.length === 0 && !isSlack && !isServer) return [];
  const way = isServer ? { url: secret("PRAXIS_SMTP_URL") } : { folder: join(dataFolder, "outbox") };
  return tellAboutGates({
    to,
    publicUrl: publicUrl ?? url,
    ...(to.length === 0 && !isServer ? {} : { mailbox: mailbox("notices", { ...way, from }) }),
    ...(isSlack ? { slack: slackWebhook("notices.slack", { url: secret("PRAXIS_SLACK_WEBHOOK") }) } : {}),
  });
}
