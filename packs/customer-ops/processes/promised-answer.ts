/**
 * A letter said that a colleague will write: so somebody of the shop is asked to, in the Inbox, for as long as it takes. The question has an owner
 * and never expires; what they write is sent, or they say that the customer has heard from them in another way.
 */
import { decision, type Run } from "praxis";
import { z } from "zod";

const input = z.object({
  /** The customer's name, or the address that they wrote from. */
  customer: z.string(),
  /** What they wrote. */
  wrote: z.object({ from: z.string(), text: z.string() }),
  /** What they were told, whole. */
  told: z.string(),
  /** What was not done, and why. */
  open: z.array(z.object({ wish: z.string(), why: z.string() })),
});
export type Promised = z.infer<typeof input>;

export const promisedAnswer = decision("what we write as promised", {
  input,
  answer: z.object({
    reply: z
      .string()
      .max(5_000)
      .default("")
      .describe("what you write to the customer; empty: they have heard from you in another way"),
  }),
  question: ({ customer, wrote }) => `Answer ${customer} yourself, as we promised: “${excerpt(wrote.text)}”`,
  why: ({ open }) => [
    "the customer was told that a colleague will write to them",
    ...open.map(({ wish, why }) => (why === "" ? `not done: ${wish}` : `not done: ${wish} (${why})`)),
  ],
});

/** @returns what a person wrote; null where nothing is to be sent */
export async function askForPromised(run: Run, promised: Promised): Promise<string | null> {
  const said = await run.decide(promisedAnswer, promised);
  const reply = said.status === "answered" ? said.answer.reply.trim() : "";
  return reply === "" ? null : reply;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 200 ? line : `${line.slice(0, 200)}...`;
}
