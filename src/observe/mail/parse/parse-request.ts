/** What travels between the server and the thread that reads mails. */
import { z } from "zod";
import { readMailSchema } from "./read-mail.ts";

export const parseRequestSchema = z.object({
  raw: z.instanceof(Uint8Array),
  options: z.object({ trustedHost: z.string().nullable(), mostHeaderBytes: z.int() }),
});

export const parseAnswerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), mail: readMailSchema }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
