/**
 * A mailbox in a simulated world: its fake gets each mail as `POST /mails`, with the mail as the body, and answers as it likes. What it has done
 * are the mails that were sent.
 */
import { CallError } from "../../act/call.ts";
import type { MailDispatch } from "../../act/connectors/mail-transport.ts";
import type { Receipt } from "../../act/mail/mail.ts";
import { parseJson, toJson } from "../../kernel/json.ts";
import type { Incoming, Reaction } from "./other-side.ts";

export const mailsPath = "/mails";

export function mailAsCall({ mail, composed, key, account }: MailDispatch, now: number): Incoming {
  const { messageId, from } = composed;
  return {
    method: "POST",
    path: mailsPath,
    query: {},
    headers: { "idempotency-key": key },
    body: toJson({ ...mail, messageId, from }),
    account,
    now,
  };
}

/** What SMTP makes of it: 429 is "later", any other 4xx a refusal, 5xx nobody can tell. */
export function receiptFrom(reaction: Reaction, { composed, signal }: MailDispatch): Receipt | Promise<Receipt> {
  if (reaction.kind === "reset") throw new CallError("ambiguous", "connection_lost", "the connection broke");
  if (reaction.kind === "unreachable") throw new CallError("not sent", "ECONNREFUSED", "no mail was handed over");
  if (reaction.kind === "silence") return silence(signal);
  const { status, body } = reaction;
  if (status < 300) return { accepted: [...composed.to], rejected: [], said: "taken" };
  const parsed = parseJson(body);
  const detail = parsed.ok ? parsed.value : body;
  if (status === 429) throw new CallError("not performed", "smtp_451", "the server did not take it now", { detail });
  if (status < 500) throw new CallError("refused", "smtp_550", "the server refused it", { detail });
  throw new CallError("ambiguous", "connection_lost", "the server was given the mail, and then failed", { detail });
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => reject(new CallError("ambiguous", "timeout", "no answer before the deadline"));
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}
