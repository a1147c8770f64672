/** One notice: about one gate that opened or was handed on, or about several that opened within a minute. What it says follows from it alone, but for the address of the console. */
import { z } from "zod";

export const noticeSchema = z.discriminatedUnion("about", [
  z.object({
    about: z.literal("one"),
    gate: z.string(),
    kind: z.string(),
    title: z.string(),
    reasons: z.array(z.string()),
    afterYes: z.string(),
    afterNo: z.string(),
    expiresAt: z.number().nullable(),
    isReminder: z.boolean(),
  }),
  z.object({
    about: z.literal("passed on"),
    gate: z.string(),
    kind: z.string(),
    title: z.string(),
    reasons: z.array(z.string()),
    afterYes: z.string(),
    afterNo: z.string(),
    expiresAt: z.number().nullable(),
    /** To a person or a role, by whom, and what they said. */
    to: z.string(),
    by: z.string(),
    why: z.string(),
    /** Tells one handing on of this gate from the others. */
    number: z.int(),
  }),
  z.object({
    about: z.literal("several"),
    /** Beginning of the minute in which they opened, or of the hour in which they expire. */
    from: z.number(),
    isReminder: z.boolean(),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;

/** What makes it one notice: whoever asks for it again, for another gate of the same minute, asks for the same. */
export function identityOf(notice: Notice): (string | number)[] {
  if (notice.about === "passed on") return [notice.gate, `passed on ${notice.number}`];
  const what = notice.about === "one" ? notice.gate : `several from ${notice.from}`;
  return [what, notice.isReminder ? "reminder" : "opened"];
}
