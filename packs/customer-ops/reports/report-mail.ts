/** A report as a mail to the shop's owner: one for a name, a period and a revision. */
import { type MailConnection, mailContract } from "praxis";
import { z } from "zod";

const wish = z.object({
  to: z.string(),
  name: z.string(),
  period: z.string(),
  revision: z.int().positive().default(1),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

export function reportMail(via: MailConnection) {
  return mailContract("reports.send", {
    via,
    input: wish,
    once: ({ name, period, revision, to }) => (revision === 1 ? [name, period, to] : [name, period, to, revision]),
    describe: ({ to, name, period }) => `Mail the report "${name}" of ${period} to ${to}`,
    mail: ({ to, subject, text, html }) => ({ to, subject, text, html }),
  });
}
