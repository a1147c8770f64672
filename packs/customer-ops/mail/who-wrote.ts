/** Whose letter is it, where the shop does not know the address? A person says, for a guess would open one customer's orders to another. */
import { decision } from "praxis";
import { z } from "zod";
import { incomingMail } from "./incoming.ts";

const input = z.object({ mail: incomingMail });

export const whoWrote = decision("who wrote this letter", {
  input,
  answer: z.object({
    customer: z
      .string()
      .max(200)
      .default("")
      .describe("the customer's id at the shop; empty: nobody we know, leave it"),
  }),
  question: ({ mail }) => `Who is ${mail.from.address || "the sender"}? "${mail.subject}"`,
  why: ({ mail }) => [
    "the shop knows no customer of this address",
    ...(mail.authenticated === "pass"
      ? []
      : ["nothing proves that the mail came from this address, so it gets no answer"]),
  ],
});
