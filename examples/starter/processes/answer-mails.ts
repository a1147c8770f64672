/**
 * Somebody writes a mail and gets one fitting answer. Where it is about money, a person looks at the answer first.
 *
 * `npm start` serves this folder, and starts again when a file in it changes.
 */
import { mailbox, mailContract, mailFolder, policy, process } from "praxis";
import { z } from "zod";

/** Where mails come in: each .eml file that is put into ./inbox is one. */
export const inbox = mailFolder("inbox", { folder: "./inbox" });

/** Where answers go: files in ./outbox. A mail server takes its place later; nothing else changes. */
export const office = mailbox("office", { folder: "./outbox", from: "The Office <office@example.com>" });

/** What the process needs of a mail. */
const question = z.object({
  id: z.string(),
  thread: z.string().optional(),
  from: z.object({ address: z.string() }),
  subject: z.string().default("your mail"),
  text: z.string(),
  automatic: z.boolean().default(false),
});

export const answer = mailContract("office.answer", {
  via: office,
  input: z.object({
    mail: z.string().describe("the Message-ID of the mail that it answers"),
    thread: z.string().optional(),
    to: z.string(),
    subject: z.string(),
    asked: z.string(),
    text: z.string(),
  }),
  // One answer to each mail, however often it is asked for. The text is no part of it.
  once: (wish) => [wish.mail],
  mail: ({ mail, thread, to, subject, text }) => ({
    to,
    subject,
    text,
    thread,
    inReplyTo: mail.startsWith("<") ? mail : undefined,
  }),
  describe: (wish) => `Answer ${wish.to}: ${wish.subject}`,
});

/** Both can be changed while it runs: `npx praxis config policy "look first" '{"always": true}' --why "first week"`. */
const whenToAsk = z.object({
  always: z.boolean().default(false),
  words: z.array(z.string()).default(["money", "refund", "invoice", "pay", "€", "$"]),
});

export const lookFirst = policy("look first", {
  on: answer,
  parameters: whenToAsk,
  judge: ({ wish, parameters, allow, ask }) => {
    if (parameters.always) return ask("every answer is looked at first");
    const mail = `${wish.subject} ${wish.asked}`.toLowerCase();
    const word = parameters.words.find((each) => mail.includes(each.toLowerCase()));
    return word === undefined ? allow() : ask(`the mail says "${word}"`);
  },
});

export const answerMails = process("answer mails", { on: "MailReceived", input: question }, async (run, mail) => {
  // Two programs that answer each other would never end.
  if (mail.automatic || mail.from.address === "") return "not answered: no person wrote it";
  const outcome = await run.do(answer, {
    mail: mail.id,
    thread: mail.thread,
    to: mail.from.address,
    subject: mail.subject.replace(/^(re:\s*)*/i, "Re: "),
    asked: mail.text,
    text: fittingAnswer(`${mail.subject} ${mail.text}`),
  });
  return outcome.status === "succeeded" ? "answered" : `not answered: ${outcome.status}`;
});

const answers = [
  { about: /invoice|refund|money|pay/i, text: "Thank you. We looked at it, and put it right within three days." },
  { about: /open|hours|closed/i, text: "We are here Monday to Friday, 9:00 to 17:00." },
  { about: /where are you|address|find you/i, text: "You find us at 12 Harbour Street, second floor." },
];

function fittingAnswer(asked: string): string {
  const known = answers.find(({ about }) => about.test(asked));
  return `${known?.text ?? "Thank you for your mail. Somebody reads it today, and writes to you."}\n\nThe Office\n`;
}
