/**
 * When a person looks at a refund first. Of the refunds in the retail data, 5 % are above the default amount, and nobody comes near the
 * default number or the default sum.
 */
import { formatMoney, policy } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";

export const refundParameters = z.object({
  askAboveCents: z.int().nonnegative().default(400_000).describe("a refund above this amount waits for a person"),
  perCustomerAMonth: z.int().positive().default(10).describe("from this many refunds in 30 days on, a person looks"),
  centsPerCustomerAMonth: z
    .int()
    .positive()
    .default(1_000_000)
    .describe("if a refund would lift the sum of 30 days above this, a person looks"),
});

const month = { within: "30 days" } as const;

export function refundLimits({ payments, currency }: CustomerContracts) {
  const amount = (cents: number): string => formatMoney(cents, currency);
  return policy("refund limits", {
    on: payments.refund,
    parameters: refundParameters,
    judge: ({ wish, parameters, past, allow, ask }) => {
      const { askAboveCents, perCustomerAMonth, centsPerCustomerAMonth } = parameters;
      if (wish.amountCents > askAboveCents) {
        return ask(`${amount(wish.amountCents)} is above the limit of ${amount(askAboveCents)}`);
      }
      const count = past.count(month);
      if (count >= perCustomerAMonth)
        return ask(`${count} ${count === 1 ? "refund" : "refunds"} to this customer within 30 days`);
      const sum = past.amount(month) + wish.amountCents;
      if (sum <= centsPerCustomerAMonth) return allow();
      return ask(
        `with this one, ${amount(sum)} within 30 days went back to this customer; the limit is ${amount(centsPerCustomerAMonth)}`,
      );
    },
  });
}
