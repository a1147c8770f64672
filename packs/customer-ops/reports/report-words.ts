/**
 * What codes, kinds and numbers are called in a report, so that it reads as somebody of the shop would write it.
 *
 * Boundary: pure. What has no name here keeps its own words, without the signs that only code has.
 */
import type { Day } from "./calendar.ts";

/** "3 refunds", "1 refund", "no refund". */
export function counted(number: number, one: string, many = `${one}s`): string {
  if (number === 0) return `no ${one}`;
  return `${number} ${number === 1 ? one : many}`;
}

/** "never", "once", "twice", "5 times". */
export function oftenness(number: number): string {
  return ["never", "once", "twice"][number] ?? `${number} times`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** "2026-11-16" -> "16 November 2026" */
export function dayText(id: string, says: "all" | "no year" | "day alone" = "all"): string {
  const [year, month, day] = id.split("-").map(Number);
  if (says === "day alone") return String(day);
  const text = `${day} ${months[(month ?? 1) - 1]}`;
  return says === "no year" ? text : `${text} ${year}`;
}

/** "16 to 22 November 2026", "30 November to 6 December 2026". */
export function daysText(days: readonly Pick<Day, "id">[]): string {
  const first = days[0]?.id ?? "";
  const last = days.at(-1)?.id ?? first;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dayText(first, "day alone")} to ${dayText(last)}`;
  return `${dayText(first, first.slice(0, 4) === last.slice(0, 4) ? "no year" : "all")} to ${dayText(last)}`;
}

/** What the shop and the payment provider answer, what a policy forbids, and what we found ourselves before anything was sent. */
const reasons: Readonly<Record<string, string>> = {
  order_not_pending: "the order had left us already",
  order_not_delivered: "not delivered, or a return is under way",
  order_not_found: "no such order",
  customer_not_found: "no such customer",
  gift_card_balance_too_low: "the gift card holds too little",
  payment_method_not_found: "no such payment method",
  payment_method_unchanged: "paid in this way already",
  payment_method_not_allowed: "refund to another method",
  variant_not_available: "the version is sold out",
  variant_not_found: "no version of the same product",
  item_not_in_order: "not in the order",
  history_not_one_payment: "the payment was changed before",
  order_held: "another request for the order was under way",
  operation_released: "it had been let go before",
  operation_committed: "it had been done before",
  precondition: "what it builds on had changed",
  erased: "about somebody who was erased since",
  other: "another reason",
  "own orders": "another customer's order",
  "one open return per unit": "a return was under way",
};

/** Not what the other side thinks of the wish, but what had become of it by then. */
const ours: ReadonlySet<string> = new Set(["operation_released", "operation_committed", "precondition"]);

export function reasonText(code: string): string {
  return reasons[code] ?? plainWords(code);
}

export function whoRefused(contract: string, code: string): string {
  if (ours.has(code)) return "our own check";
  if (contract.startsWith("payments.")) return "the payment provider";
  return contract.startsWith("shop.") ? "the shop" : "whom it was sent to";
}

const kinds: Readonly<Record<string, string>> = {
  approval: "may this be done?",
  again: "may it be done again?",
  question: "what is meant?",
  conflict: "which of two wishes?",
  unknown: "what became of it?",
  "by hand": "done by hand",
};

export function kindText(kind: string): string {
  return kinds[kind] ?? plainWords(kind);
}

/** A no of ours to what would have been done; that nobody can say what is meant, or what became of something, is none. */
const asksForYes: ReadonlySet<string> = new Set(["approval", "again", "by hand"]);

export function noText(
  kind: string,
  word: "declined" | "expired",
): { readonly reason: string; readonly by: string } | null {
  if (!asksForYes.has(kind)) return null;
  if (word === "expired") return { reason: "nobody said yes in time", by: "nobody" };
  return { reason: kind === "again" ? "not done a second time" : "declined when we were asked", by: "one of us" };
}

function plainWords(code: string): string {
  return code.replaceAll(/[_-]+/g, " ");
}
