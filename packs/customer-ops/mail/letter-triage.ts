/**
 * What does this letter ask for? Rules answer where they take every sentence whole; a person otherwise, who is told what stopped the rules and
 * what to notice.
 *
 * Boundary: whether the sender is who they say is not weighed here: a policy asks about that before anything is done.
 */

import { decision } from "praxis";
import { z } from "zod";
import { fullName } from "../contracts/named.ts";
import { operationNames, operationSchema } from "../contracts/operation.ts";
import { shopOrderSchema } from "../contracts/reads.ts";
import { operationForm, ownWords } from "../processes/operation-form.ts";
import { ordersNamedIn } from "../rules/order-number.ts";
import { shopViewSchema } from "../rules/shop-view.ts";
import type { Unclear } from "../rules/wish.ts";
import { incomingMail, isProven } from "./incoming.ts";
import { readMail } from "./prose/read-mail.ts";
import { tongues } from "./prose/tongues/tongues.ts";
import { languageNames, languageOf, languages } from "./read/language.ts";
import { signalsOf } from "./read/signals.ts";

const shop = shopViewSchema.extend({ orders: z.array(shopOrderSchema) });

const input = z.object({
  mail: incomingMail,
  shop,
  /** The order that the customer gave when asked. */
  chosen: z.string().nullable(),
  /** What has been written in this thread since, newest last. */
  since: z.array(incomingMail),
});
export type TriageInput = z.infer<typeof input>;

const inThisOrder = "what is to be done, in this order; empty for nothing";

/** What a person says of a letter. */
const form = z.object({
  operations: z.array(operationSchema).default([]),
  reply: ownWords,
  waitForAnswer: z.boolean().default(false).describe("whether the customer's answer is waited for, up to 14 days"),
});

const answer = form.extend({
  /** From here on what the rules alone say. */
  told: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("already"), operation: z.enum(operationNames), orderId: z.string() }),
        z.object({
          kind: z.literal("whereabouts"),
          orderId: z.string(),
          status: z.string(),
          tracking: z.array(z.string()).default([]),
        }),
      ]),
    )
    .default([]),
  whichOrder: z
    .object({ named: z.string().nullable(), candidates: z.array(z.string()) })
    .nullable()
    .default(null),
  /** The language whose rules read it. */
  language: z.enum(languages).nullable().default(null),
});
export type TriageAnswer = z.infer<typeof answer>;

/** @param currency of the prices that a person chooses from */
export const letterTriage = (currency: string) =>
  decision("what a letter asks for", {
    input,
    answer,
    form: ({ shop }) =>
      form.extend({ operations: z.array(operationForm(shop, currency)).default([]).describe(inThisOrder) }),
    rules: [{ name: "every sentence understood", answer: readByRules }],
    question: ({ mail, shop: { customer }, since }) => {
      const language = languageOf(mail.text);
      const inLanguage = language === "en" ? "" : `In ${languageNames[language]}: what`;
      const who = fullName(customer);
      return `${inLanguage || "What"} does ${who} ask for? "${excerpt(since.at(-1)?.text ?? (mail.text || mail.subject))}"`;
    },
    why: whatStoppedTheRules,
  });

function readByRules({ mail, shop, chosen, since }: TriageInput): TriageAnswer | null {
  // What was written since is not a letter of its own; only the bare number of an order is, and that is `chosen`.
  if (since.length > 0) return null;
  const reading = readMail({ text: mail.text, hint: hintOf(mail, shop), chosen }, shop);
  if (reading.status === "declined") return null;
  const { language } = reading;
  const nothing = { operations: [], reply: "", waitForAnswer: false, told: [], whichOrder: null, language };
  if (reading.status === "which order") {
    if (chosen !== null) return null;
    return { ...nothing, whichOrder: { named: reading.named, candidates: reading.candidates.map(({ id }) => id) } };
  }
  const { wishes } = reading;
  return {
    ...nothing,
    operations: wishes.flatMap((wish) => (wish.kind === "operation" ? [wish.operation] : [])),
    told: wishes.flatMap((wish) =>
      wish.kind === "operation" ? [] : [wish.kind === "whereabouts" ? { ...wish, tracking: [...wish.tracking] } : wish],
    ),
  };
}

/** The one order that is named in the subject, or else in what the mail quotes or forwards. */
function hintOf({ subject, quoted }: TriageInput["mail"], { orders }: TriageInput["shop"]): string | null {
  const own = orders.map(({ id }) => id);
  for (const text of [subject, quoted]) {
    const [only, ...others] = ordersNamedIn(text, own);
    if (only !== undefined) return others.length === 0 ? only : null;
  }
  return null;
}

function whatStoppedTheRules({ mail, shop, chosen, since }: TriageInput): string[] {
  const reading = readMail({ text: mail.text, hint: hintOf(mail, shop), chosen }, shop);
  const language = languageOf(mail.text);
  const own = new Set(shop.orders.map(({ id }) => id));
  const foreign = ordersNamedIn(`${mail.subject}\n${mail.text}`).filter((id) => !own.has(id));
  const { attachments } = mail;
  return [
    ...(since.length > 0 ? ["it goes on in a thread, where we had asked something"] : []),
    ...(mail.text.trim() === ""
      ? [mail.quoted === "" ? "the mail has no text" : "the mail only quotes or forwards"]
      : []),
    ...(readLanguages.has(language) ? [] : [`the mail is in ${languageNames[language]}, which the rules do not read`]),
    ...([mail, ...since].every(isProven) ? [] : ["nothing proves that it came from this customer"]),
    ...since.flatMap(({ from }) =>
      from.address === mail.from.address ? [] : [`${from.address} wrote in this thread`],
    ),
    ...foreign.map((id) => `${id} is not an order of this customer`),
    ...signalsOf(`${mail.subject}\n${mail.text}`),
    ...attachments.map(({ name, type, bytes }) => `attached: ${name} (${type}, ${Math.ceil(bytes / 1_024)} KiB)`),
    ...(reading.status === "declined" ? unclearParts(reading.unclear) : []),
  ];
}

const readLanguages: ReadonlySet<string> = new Set(tongues.map((tongue) => tongue.language));

const mostShown = 2;

/** One reason each, however many sentences it is the reason for. */
function unclearParts(unclear: readonly Unclear[]): string[] {
  return [...Map.groupBy(unclear, ({ why }) => why)].map(([why, parts]) => {
    const shown = parts.slice(0, mostShown).flatMap(({ text }) => (text === "" ? [] : [`"${excerpt(text)}"`]));
    const more = parts.length > mostShown ? [`and ${parts.length - mostShown} more`] : [];
    return [why, [...shown, ...more].join(", ")].filter((part) => part !== "").join(": ");
  });
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= 200 ? line : `${line.slice(0, 200)}...`;
}
