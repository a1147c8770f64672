/**
 * Mails to customers, answers above all: in the thread of the mail that they answer, and each sent once.
 *
 * Invariants: a letter is named by what it answers and what for, never by its text; it goes to the address that the shop has, or, to somebody
 * whom the shop does not know, to the one who wrote.
 */
import { type MailConnection, mailContract } from "praxis";
import { z } from "zod";

export const letterPurposes = [
  "answer",
  "which order",
  "reminder",
  "closed",
  "handed over",
  "unknown customer",
  "by hand",
  "as promised",
  "goods back",
] as const;
export type LetterPurpose = (typeof letterPurposes)[number];

const letterWish = z.object({
  to: z.string(),
  /** Whom it concerns; the address where the shop does not know them. */
  customerId: z.string(),
  /** What it answers: a mail's Message-ID, or what has happened otherwise. */
  answers: z.string(),
  purpose: z.enum(letterPurposes),
  /** The how-manieth of its kind for this mail. */
  number: z.int().positive().default(1),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** Of the conversation; null starts one. */
  thread: z.object({ id: z.string(), inReplyTo: z.string(), references: z.array(z.string()) }).nullable(),
});
export type LetterWish = z.infer<typeof letterWish>;

/** What this many mails in a row refer to is cut at its beginning, as mail programs do. */
const mostReferences = 20;
const messageId = /^<[^<>\s\p{Cc}]{1,900}>$/u;

export type LetterContract = ReturnType<typeof letterContract>;

export function letterContract(via: MailConnection) {
  return mailContract("letters.send", {
    via,
    input: letterWish,
    once: ({ answers, purpose, number }) => [answers, purpose, number],
    about: ({ customerId }) => customerId,
    mayEdit: ["subject", "text", "html"],
    describe: ({ to, purpose, subject }) => `Mail to ${to} (${purpose}): ${subject}`,
    mail: ({ to, subject, text, html, thread }) => ({
      to,
      subject,
      text,
      html,
      ...(thread === null
        ? {}
        : {
            thread: thread.id,
            references: thread.references.filter((id) => messageId.test(id)).slice(-mostReferences),
            ...(messageId.test(thread.inReplyTo) ? { inReplyTo: thread.inReplyTo } : {}),
          }),
    }),
  });
}
