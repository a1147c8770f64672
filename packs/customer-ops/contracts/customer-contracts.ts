/** All contracts of this pack over its connections. */
import { type MailConnection, mailbox, secret } from "praxis";
import { reportMail } from "../reports/report-mail.ts";
import type { MailSettings, Settings } from "../settings.ts";
import { connections } from "./connections.ts";
import { letterContract } from "./letters.ts";
import { paymentContracts } from "./payments.ts";
import { shopReads } from "./reads.ts";
import { replyContract } from "./reply.ts";
import { shopOperations } from "./shop-operations.ts";

export function customerContracts(settings: Settings) {
  const outside = connections(settings);
  const support = settings.mail === null ? null : supportMailbox(settings.mail);
  return {
    read: shopReads(outside),
    shop: shopOperations(outside, settings.currency),
    payments: paymentContracts(outside, settings.paymentsTier, settings.currency),
    /** For what came by another way than mail: recorded, and shown there. */
    reply: replyContract(),
    /** Null where the shop has given no mailbox: then replies to mails are recorded as well, and reports are not mailed. */
    letter: support && letterContract(support),
    report: support && reportMail(support),
  };
}
export type CustomerContracts = ReturnType<typeof customerContracts>;

function supportMailbox({ from, outbox }: MailSettings): MailConnection {
  return mailbox("support", { from, ...(outbox === null ? { url: secret("SMTP_URL") } : { folder: outbox }) });
}
