/**
 * A letter that is clear but for its order: the customer is asked once, reminded once, and after 14 days the matter is closed politely.
 *
 * Invariants: the run waits in the thread, so the answer joins it and starts nothing; what a program sends is not an answer; an answer from
 * another address than the letter's is for a person.
 */

import { type Desk, sendLetter } from "./desk.ts";
import { factsOfOrders } from "./facts-of-wish.ts";
import { type IncomingMail, incomingMail } from "./incoming.ts";
import type { TriageAnswer } from "./letter-triage.ts";
import { orderAnswered } from "./prose/which-order.ts";

export type OrderAnswer =
  | { readonly status: "order"; readonly orderId: string; readonly mail: IncomingMail }
  /** Something that is not the bare number of an order of theirs. */
  | { readonly status: "other"; readonly mail: IncomingMail }
  | { readonly status: "closed" };

const weekMs = 7 * 86_400_000;

export async function askWhichOrder(
  desk: Desk & { readonly shop: NonNullable<Desk["shop"]> },
  { named, candidates }: NonNullable<TriageAnswer["whichOrder"]>,
): Promise<OrderAnswer> {
  const { shop, mail } = desk;
  const own = shop.orders.map(({ id }) => id);
  const orders = factsOfOrders(shop, candidates.length === 0 ? own : candidates);
  await sendLetter(desk, "which order", [{ kind: "which order", wasNamed: named !== null, orders }]);
  let answer = await nextMail(desk);
  if (answer === null) {
    await sendLetter(desk, "reminder", [{ kind: "reminder", orders }]);
    answer = await nextMail(desk);
  }
  if (answer === null) {
    await sendLetter(desk, "closed", [{ kind: "closed" }]);
    return { status: "closed" };
  }
  const isSameSender = answer.from.address === mail.from.address;
  const orderId = isSameSender ? orderAnswered(answer.text, own, shop.customer) : null;
  return orderId === null ? { status: "other", mail: answer } : { status: "order", orderId, mail: answer };
}

/** @returns null where a week passes without one */
async function nextMail({ run, mail }: Desk): Promise<IncomingMail | null> {
  return waitForMail({ run, mail }, run.now() + weekMs);
}

export async function waitForMail(
  { run, mail }: Pick<Desk, "run" | "mail">,
  until: number,
): Promise<IncomingMail | null> {
  for (;;) {
    const arrival = await run.wait("MailReceived", { about: mail.thread, atMost: Math.max(0, until - run.now()) });
    if (arrival.status === "timed out") return null;
    const read = incomingMail.safeParse(arrival.event);
    // What a program sends (a vacation notice, say), or what was erased, is not an answer: the wait goes on.
    if (read.success && !read.data.automatic) return read.data;
  }
}
