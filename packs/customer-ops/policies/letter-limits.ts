/**
 * Two programs that answer each other never end, where the other one does not say that it is one. A person looks before somebody is written to
 * more often than people write.
 */
import { policy } from "praxis";
import { z } from "zod";
import type { LetterContract } from "../contracts/letters.ts";

export const letterParameters = z.object({
  perCustomerADay: z
    .int()
    .positive()
    .default(10)
    .describe("from this many letters to one customer or address within a day on, a person looks"),
});

export function letterLimits(letter: LetterContract) {
  return policy("letter limits", {
    on: letter,
    parameters: letterParameters,
    judge: ({ parameters: { perCustomerADay }, past, allow, ask }) => {
      const count = past.count({ within: "1 day" });
      if (count < perCustomerADay) return allow();
      return ask(`${count} letters to this customer within a day: it may be a program that answers them`);
    },
  });
}
