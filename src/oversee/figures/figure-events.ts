/** Of other parts' events, only what figures need: so an event that gains a field is read as before. */
import { z } from "zod";
import type { RecordedEvent } from "../../kernel/event.ts";

export const startedSchema = z.object({
  process: z.string(),
  account: z.string(),
  isHousekeeping: z.boolean().default(false),
});
/** Where it is not there, the one who it was about was erased. */
export const setAsideSchema = z.object({ code: z.string() }).catch({ code: "erased" });
export const finishedSchema = z.object({ continuedAs: z.string().nullable() });

export const openedSchema = z.object({
  kind: z.string(),
  run: z.string().nullable(),
  process: z.string().nullable(),
  account: z.string(),
});
export const answeredSchema = z.object({ verdict: z.enum(["approve", "answer", "decline"]) });

export const enteredSchema = z.object({
  contract: z.string(),
  process: z.string(),
  account: z.string(),
  run: z.string(),
  money: z.object({ cents: z.number(), currency: z.string() }).nullable().default(null),
});
export const codeSchema = z.object({ code: z.string() });

export function principalIsPerson({ principal }: RecordedEvent): boolean {
  return principal.startsWith("person:");
}
