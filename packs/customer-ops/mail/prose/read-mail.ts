/**
 * Reads a customer's letter in plain English by explicit rules: all of it, or none.
 *
 * Boundary: a pure function of the letter and the shop view. What the shop and the policies allow is not decided here.
 * Invariants:
 * 1. Wrong never: a letter is understood only if every sentence is taken whole by one rule, every reference resolves to one thing, and no two
 *    wishes are about one order. Anything else is for a person.
 * 2. What a letter quotes or forwards is never a wish; an order's number may be taken from it, if it is the only one there.
 * 3. Any string is read in linear time; no text makes it throw.
 */

import type { Draft, MailReading, MailWish } from "./draft.ts";
import { asksForNothing, isPraise } from "./pleasantries.ts";
import { type MailShop, type OrderHints, resolveDraft } from "./resolve-draft.ts";
import { readSentence, type SentenceReading } from "./sentence-rules.ts";
import { sentencesOf } from "./sentences.ts";

export interface Letter extends OrderHints {
  /** What is new in it. */
  readonly text: string;
}

export function readMail({ text, hint, chosen }: Letter, shop: MailShop): MailReading {
  const split = sentencesOf(text, shop.customer);
  if (!split.clear) return { status: "declined", unclear: [{ text: text.slice(0, 300), why: split.why }] };
  const sentences = split.value;
  if (sentences.length === 0)
    return { status: "declined", unclear: [{ text: "", why: "the letter says nothing by itself" }] };
  const asking = sentences.filter((sentence) => !asksForNothing(sentence));
  if (sentences.every(isPraise)) return { status: "understood", wishes: [] };
  const readings = asking.map((sentence) => ({ sentence, reading: readSentence(sentence) }));
  const unclear = readings.flatMap(({ sentence, reading }) =>
    reading.says === "unclear" ? [{ text: sentence, why: reading.why }] : [],
  );
  if (unclear.length > 0) return { status: "declined", unclear };
  const hints = { hint: hintOf(readings, hint), chosen };
  return together(draftsOf(readings.map(({ reading }) => reading)), hints, shop, text);
}

function draftsOf(readings: readonly SentenceReading[]): Draft[] {
  const reason = readings.find((reading) => reading.says === "reason")?.reason;
  return readings.flatMap((reading) => {
    if (reading.says !== "draft") return [];
    const { draft } = reading;
    return draft.kind === "cancel" && reason !== undefined ? [{ ...draft, reason }] : [draft];
  });
}

function hintOf(readings: readonly { readonly reading: SentenceReading }[], hint: string | null): string | null {
  const said = readings.flatMap(({ reading }) => (reading.says === "order" ? [reading.order] : []));
  return said.length === 1 ? (said[0] ?? null) : said.length === 0 ? hint : null;
}

function together(drafts: readonly Draft[], hints: OrderHints, shop: MailShop, text: string): MailReading {
  if (drafts.length === 0)
    return {
      status: "declined",
      unclear: [{ text: text.slice(0, 300), why: "the letter asks for nothing that a rule knows" }],
    };
  const wishes: MailWish[] = [];
  for (const draft of drafts) {
    const resolved = resolveDraft(draft, shop, hints);
    if (resolved.clear === "which order") {
      const { named, candidates } = resolved;
      return { status: "which order", named, candidates: candidates.map(({ id, status }) => ({ id, status })) };
    }
    if (!resolved.clear) return { status: "declined", unclear: [{ text: text.slice(0, 300), why: resolved.why }] };
    wishes.push(resolved.value);
  }
  const targets = wishes.flatMap((wish) => (wish.kind === "whereabouts" ? [] : [targetOf(wish)]));
  const twice = targets.find((target, at) => targets.indexOf(target) !== at);
  return twice === undefined
    ? { status: "understood", wishes }
    : {
        status: "declined",
        unclear: [{ text: text.slice(0, 300), why: `it asks for more than one thing for ${twice}` }],
      };
}

function targetOf(wish: Exclude<MailWish, { kind: "whereabouts" }>): string {
  if (wish.kind === "already") return wish.orderId;
  const { operation } = wish;
  return operation.name === "modify_user_address" ? operation.arguments.user_id : operation.arguments.order_id;
}
