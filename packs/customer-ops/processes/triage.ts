/**
 * What does this ticket ask for? Explicit rules answer where they understand every clause; a person answers otherwise.
 *
 * A request that an authenticated customer sends in writing counts as the confirmation that the shop's policy asks for.
 */
import { decision } from "praxis";
import { z } from "zod";
import { type Operation, operationSchema } from "../contracts/operation.ts";
import { shopViewSchema } from "../rules/shop-view.ts";
import { toOperation } from "../rules/to-operation.ts";
import { understand } from "../rules/understand.ts";
import { ticketSchema } from "./tickets.ts";

const input = z.object({ ticket: ticketSchema, shop: shopViewSchema });
type Input = z.infer<typeof input>;

const answer = z
  .array(operationSchema)
  .describe("in the order in which they are to be done; empty if there is nothing to do");

export const triage = decision("what a ticket asks for", {
  input,
  answer,
  rules: [{ name: "every clause understood", answer: readByRules }],
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

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
