/** A customer's ticket: what it asks for is found out, each wish is carried out or refused by itself, and the customer is told. */
import { type Process, process } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Reply } from "../contracts/reply.ts";
import { accountAgeDays, carryOutWish, type WishEnd } from "./carry-out-wish.ts";
import { readShopView } from "./read-shop-view.ts";
import { type Ticket, takenTicket } from "./tickets.ts";
import { triage } from "./triage.ts";

export function answerTickets(contracts: CustomerContracts): Process {
  return process("answer tickets", { on: "TicketReceived", input: takenTicket }, async (run, taken) => {
    const ticket = { ...taken, id: taken.id ?? run.id };
    const tell = (template: Reply["template"], subject = "", code = ""): Promise<{ text: string }> =>
      run.do(contracts.reply, { to: ticket.customer, ticket: ticket.id, template, subject, code });

    const shop = await readShopView(run, contracts, ticket);
    if (shop === null) {
      await tell("unknown customer");
      return endOf(ticket, null, [], `there is no customer ${ticket.customer}`);
    }
    const decided = await run.decide(triage, { ticket, shop });
    if (decided.status === "declined") {
      await tell("handed over");
      return endOf(ticket, null, [], `nobody could say what it asks for: ${decided.reason}`);
    }
    const asker = {
      customerId: shop.customer.id,
      sender: "verified",
      accountAgeDays: accountAgeDays(shop.orders, run.now()),
    } as const;
    const wishes: WishEnd[] = [];
    for (const operation of decided.answer) {
      const end = await carryOutWish(run, contracts, asker, operation);
      wishes.push(end);
      await tell(templateOf(end), end.wish, end.code);
    }
    if (wishes.length === 0) await tell("nothing to do");
    return endOf(ticket, decided.rung, wishes, "");
  });
}

function templateOf({ status }: WishEnd): Reply["template"] {
  return status === "done" || status === "refused" ? status : "not done";
}

/** What the run ends with: what `praxis show` and the demo's table tell. */
function endOf(ticket: Ticket, readBy: "rule" | "person" | null, wishes: readonly WishEnd[], why: string) {
  return { ticket: ticket.id, customer: ticket.customer, readBy, wishes, why };
}
