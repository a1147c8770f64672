/** How a mail leaves: by SMTP, or into an outbox. A port (K8), so that a simulation can stand in its place. */
import { CallError } from "../call.ts";
import type { MailConnection, OutboxConnection, SmtpConnection } from "../connection.ts";
import type { ComposedMail } from "../mail/compose-mail.ts";
import type { ReadMail, Receipt } from "../mail/mail.ts";
import type { Secret } from "../secret.ts";

export interface MailDispatch<C extends MailConnection = MailConnection> {
  readonly connection: C;
  readonly account: string;
  /** Identity of this one mail: the effect's idempotency key, and a number where one effect sends several. */
  readonly key: string;
  readonly mail: Omit<ReadMail, "attachments">;
  readonly composed: ComposedMail;
  readonly signal: AbortSignal;
  /** Called right before the mail can no longer be held back. @throws CallError `not sent` when it is too late (E6). */
  readonly lastMoment: () => void;
  /** @throws secret_missing */
  readonly reveal: (secret: Secret) => string;
}

/** @throws CallError */
export type MailTransport = (dispatch: MailDispatch) => Promise<Receipt>;

/** Takes back what lies on this machine of a mail, under every number of its key. */
export type MailEraser = (connection: MailConnection, account: string, key: string) => Promise<void>;

export const noMailEraser: MailEraser = async () => undefined;

/** Where nobody has said how: every mail waits for somebody who does. */
export const noMail: MailTransport = async () => {
  throw new CallError("not sent", "no_mail_transport", "this process has no way to send mail", { pause: true });
};

export function mailTransport(ways: {
  readonly smtp: (dispatch: MailDispatch<SmtpConnection>) => Promise<Receipt>;
  readonly outbox: (dispatch: MailDispatch<OutboxConnection>) => Promise<Receipt>;
}): MailTransport {
  return (dispatch) => {
    const { connection } = dispatch;
    return connection.kind === "smtp"
      ? ways.smtp({ ...dispatch, connection })
      : ways.outbox({ ...dispatch, connection });
  };
}
