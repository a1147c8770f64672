/**
 * What does this ticket ask for? Explicit rules answer where they understand every clause; a person answers otherwise.
 *
 * A request that an authenticated customer sends in writing counts as the confirmation that the shop's policy asks for.
 */
import { decision } from "praxis";
import { z } from "zod";
import { type Operation, operationSchema } from "../contracts/operation.ts";
import { shopOrderSchema } from "../contracts/reads.ts";
import { readMail } from "../mail/prose/read-mail.ts";
import { shopViewSchema } from "../rules/shop-view.ts";
import { toOperation } from "../rules/to-operation.ts";
import { understand } from "../rules/understand.ts";
import { ticketSchema } from "./tickets.ts";

const input = z.object({ ticket: ticketSchema, shop: shopViewSchema.extend({ orders: z.array(shopOrderSchema) }) });
type Input = z.infer<typeof input>;

const answer = z
  .array(operationSchema)
  .describe("in the order in which they are to be done; empty if there is nothing to do");

export const triage = decision("what a ticket asks for", {
  input,
  answer,
  rules: [
    { name: "every clause understood", answer: readByRules },
    { name: "every sentence understood", answer: readAsProse },
  ],
  question: ({ ticket }) => `What does ${ticket.customer} ask for? "${excerpt(ticket.text)}"`,
  why: ({ ticket, shop }) => {
    const understanding = understand(ticket, shop);
    return understanding.status === "declined" ? understanding.unclear.map(({ text, why }) => `"${text}": ${why}`) : [];
  },
});

function readByRules({ ticket, shop }: Input): Operation[] | null {
  const understanding = understand(ticket, shop);
  if (understanding.status === "declined") return null;
  const operations = understanding.wishes.map(toOperation);
  return answer.parse(operations.map(({ operation, arguments: wish }) => ({ name: operation, arguments: wish })));
}

/** As letters are read. What a letter only asks about is for a person here: a ticket has no thread in which it could be answered. */
function readAsProse({ ticket, shop }: Input): Operation[] | null {
  const reading = readMail({ text: ticket.text, hint: null, chosen: null }, shop);
  if (reading.status !== "understood" || reading.wishes.length === 0) return null;
  const operations = reading.wishes.flatMap((wish) => (wish.kind === "operation" ? [wish.operation] : []));
  return operations.length === reading.wishes.length ? operations : null;
}

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
