/** A report as a mail to the shop's owner: one for a name and a period. */
import { type MailConnection, mailContract } from "praxis";
import { z } from "zod";

const wish = z.object({
  to: z.string(),
  name: z.string(),
  period: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

export function reportMail(via: MailConnection) {
  return mailContract("reports.send", {
    via,
    input: wish,
    once: ({ name, period, to }) => [name, period, to],
    describe: ({ to, name, period }) => `Mail the report "${name}" of ${period} to ${to}`,
    mail: ({ to, subject, text, html }) => ({ to, subject, text, html }),
  });
}
