/** A mail as the intake hands it over: what this pack reads of the event `MailReceived`. */
import { z } from "zod";

const address = z.object({ name: z.string(), address: z.string() });

export const incomingMail = z.object({
  id: z.string(),
  thread: z.string(),
  from: address,
  subject: z.string(),
  /** What is new in it. */
  text: z.string(),
  /** What it quotes or forwards. */
  quoted: z.string(),
  references: z.array(z.string()).default([]),
  /** Sent by a program. */
  automatic: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int(), blob: z.string() })),
  authenticated: z.enum(["pass", "fail", "none"]),
});
export type IncomingMail = z.infer<typeof incomingMail>;

/** Only what the sender's domain vouches for proves who wrote it. */
export function isProven({ authenticated }: IncomingMail): boolean {
  return authenticated === "pass";
}
