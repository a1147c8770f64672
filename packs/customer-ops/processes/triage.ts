/**
 * What does this ticket ask for? Explicit rules answer where they understand every clause; a person answers otherwise.
 *
 * A request that an authenticated customer sends in writing counts as the confirmation that the shop's policy asks for.
 */
import { decision } from "praxis";
import { z } from "zod";
import { operationSchema } from "../contracts/operation.ts";
import { shopOrderSchema } from "../contracts/reads.ts";
import type { MailReading } from "../mail/prose/draft.ts";
import { readMail } from "../mail/prose/read-mail.ts";
import { type Language, languageOf } from "../mail/read/language.ts";
import { type ShopView, shopViewSchema } from "../rules/shop-view.ts";
import { toOperation } from "../rules/to-operation.ts";
import { understand } from "../rules/understand.ts";
import { operationForm, ownWords } from "./operation-form.ts";
import { ticketSchema } from "./tickets.ts";

const input = z.object({ ticket: ticketSchema, shop: shopViewSchema.extend({ orders: z.array(shopOrderSchema) }) });
type Input = z.infer<typeof input>;

/**
 * What a person says of a ticket: what is to be done, or words to the customer, or both; never neither. Programs may send the list alone, and that may
 * be empty: then a colleague is asked to write.
 */
const form = (shop: ShopView, currency: string) =>
  z
    .union([
      z
        .object({
          operations: z.array(operationForm(shop, currency)).min(1).describe("what is to be done, in this order"),
          reply: ownWords,
        })
        .meta({ title: "Do something for the customer" }),
      z
        .object({ reply: ownWords.unwrap().min(1).regex(/\S/).describe("in your own words to the customer") })
        .meta({ title: "Only write to the customer" }),
      z.array(operationSchema).meta({ deprecated: true }),
    ])
    .meta({ title: "What to do" });

/** What the rules alone say besides: nothing is done for it, but the customer is told. */
const telling = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("tell whereabouts"),
    arguments: z.object({ orderId: z.string(), status: z.string(), tracking: z.array(z.string()) }),
  }),
  /** It asks where an order is that is none of theirs: these are. */
  z.object({ name: z.literal("tell orders"), arguments: z.object({ orderIds: z.array(z.string()) }) }),
]);
export type Telling = z.infer<typeof telling>;

const answer = z.preprocess(
  (said) => (Array.isArray(said) ? { operations: said } : said),
  z.object({ operations: z.array(z.union([operationSchema, telling])).default([]), reply: ownWords }),
);
export type TicketAnswer = z.infer<typeof answer>;

/** @param currency of the prices that a person chooses from */
export const triage = (currency: string) =>
  decision("what a ticket asks for", {
    input,
    answer,
    form: ({ shop }) => form(shop, currency),
    rules: [
      { name: "every clause understood", answer: readByRules },
      { name: "every sentence understood", answer: readAsProse },
    ],
    question: ({ ticket, shop: { customer } }) =>
      `What does ${customer.firstName} ${customer.lastName} ask for? "${excerpt(ticket.text)}"`,
    why: ({ ticket, shop }) => {
      const understanding = understand(ticket, shop);
      return understanding.status === "declined"
        ? understanding.unclear.map(({ text, why }) => `"${text}": ${why}`)
        : [];
    },
  });

function readByRules({ ticket, shop }: Input): TicketAnswer | null {
  const understanding = understand(ticket, shop);
  if (understanding.status === "declined") return null;
  const operations = understanding.wishes.map(toOperation);
  return answer.parse(operations.map(({ operation, arguments: wish }) => ({ name: operation, arguments: wish })));
}

/**
 * As letters are read. A ticket has no thread in which the customer could be asked back, so a wish whose order is not clear is for a person; a mere
 * question where an order is, is answered with those that they have.
 */
function readAsProse({ ticket, shop }: Input): TicketAnswer | null {
  const reading = readTicket({ ticket, shop });
  if (reading.status === "declined") return null;
  if (reading.status === "which order") {
    const orderIds = shop.orders.map(({ id }) => id);
    return reading.onlyAsks ? { operations: [{ name: "tell orders", arguments: { orderIds } }], reply: "" } : null;
  }
  const { wishes } = reading;
  if (wishes.length === 0 || wishes.some(({ kind }) => kind === "already")) return null;
  const operations = wishes.flatMap((wish): TicketAnswer["operations"] => {
    if (wish.kind === "operation") return [wish.operation];
    if (wish.kind === "already") return [];
    const { orderId, status, tracking } = wish;
    return [{ name: "tell whereabouts", arguments: { orderId, status, tracking: [...tracking] } }];
  });
  return { operations, reply: "" };
}

/** The language whose rules read it, or else the one that it seems to be in. */
export function languageOfTicket(asked: Input): Language {
  const reading = readTicket(asked);
  return reading.status === "declined" ? languageOf(asked.ticket.text) : reading.language;
}

function readTicket({ ticket, shop }: Input): MailReading {
  return readMail({ text: ticket.text, hint: null, chosen: null }, shop);
}

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}...`;
}
