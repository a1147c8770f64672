/**
 * Anybody can write any name above a mail. Unless the sender's mail system vouches for the address, a person looks before anything is done on
 * the strength of the mail.
 */
import { policy } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";

export const unverifiedParameters = z.object({
  onUnverified: z
    .enum(["ask", "deny", "allow"])
    .default("ask")
    .describe("what happens to a wish from a mail whose sender is not authenticated"),
});

export function unverifiedSenders({ shop }: CustomerContracts) {
  return policy("unverified senders", {
    on: shop.prepare,
    parameters: unverifiedParameters,
    judge: ({ wish: { sender }, parameters: { onUnverified }, allow, ask, deny }) => {
      if (sender === "verified" || onUnverified === "allow") return allow();
      const why = "nothing proves that the mail came from this customer (no valid SPF, DKIM or DMARC result)";
      return onUnverified === "ask" ? ask(why) : deny(why);
    },
  });
}
