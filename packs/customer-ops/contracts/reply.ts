/**
 * What the customer is told where there is no mail to answer, or no mailbox to answer from. It is recorded inside Praxis (T0), and shown there.
 *
 * Boundary: the text is a letter's (mail/letters), or a person's own; this only keeps it.
 */
import { contract } from "praxis";
import { z } from "zod";
import { letterPurposes } from "./letters.ts";

const wish = z.object({
  to: z.string(),
  ticket: z.string(),
  purpose: z.enum(letterPurposes),
  subject: z.string(),
  text: z.string(),
});

export function replyContract() {
  return contract("replies.record", {
    tier: "T0",
    input: wish,
    output: z.object({ text: z.string() }),
    describe: ({ to, subject }) => `Tell ${to}: ${subject}`,
    perform: ({ text }) => ({ text }),
  });
}
