/** Customers in words. Pure. */
import type { Customer } from "../../api/types.ts";

const kinds: Readonly<Record<string, string>> = {
  mail: "Mail address",
  customer: "Name at the shop",
  order: "Order",
  ticket: "Ticket",
  phone: "Phone",
};

export function handleKind(kind: string): string {
  return kinds[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");
}

const mostInLine = 3;

/** The handles besides the one that they go by: "mei@example.com, order #W8193638 and 2 more". */
export function handlesInLine({ name, handles }: Pick<Customer, "name" | "handles">): string {
  const others = handles.filter(({ value }) => value !== name);
  if (others.length === 0) return "no other handle is known";
  const shown = others
    .slice(0, mostInLine)
    .map(({ kind, value }) => (kind === "order" || kind === "ticket" ? `${kind} ${value}` : value));
  const more = others.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

export function runsText(count: number): string {
  return count === 1 ? "1 run" : `${count.toLocaleString("en-GB")} runs`;
}
