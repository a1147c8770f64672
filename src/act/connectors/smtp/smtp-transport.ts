/**
 * One mail over SMTP (nodemailer), and an honest answer to whether it was handed over.
 *
 * Invariants: a connection is used for one mail and destroyed at its deadline; the final dot goes out after all else and never late (E6); nothing
 * that the server says is passed on with a password in it.
 */
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { CallError } from "../../call.ts";
import type { SmtpConnection } from "../../connection.ts";
import type { Receipt } from "../../mail/mail.ts";
import { isSecret, withoutSecrets } from "../../secret.ts";
import type { MailDispatch } from "../mail-transport.ts";
import { HeldMessage } from "./held-message.ts";
import { isThisMachine, readSmtpUrl, type SmtpServer } from "./read-smtp-url.ts";
import { overtaken, smtpFailure } from "./smtp-failure.ts";

/** @throws CallError */
export async function smtpTransport(dispatch: MailDispatch<SmtpConnection>): Promise<Receipt> {
  const { connection, signal, composed, reveal, lastMoment } = dispatch;
  const address = isSecret(connection.url) ? reveal(connection.url) : connection.url;
  const server = readSmtpUrl(connection, address);
  const secrets = [address, ...(server.user ? secretsOf(server.user) : [])];
  const clean = (text: string): string => withoutSecrets(text, secrets);
  const bytes = await composed.bytes();
  const smtp = new SMTPConnection(optionsOf(connection, server));
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => undefined);
  const message = new HeldMessage({
    bytes,
    pending: () => (smtp._socket ? smtp._socket.writableLength : 0),
    lastMoment,
    failed: reject,
  });
  smtp.on("error", reject);
  const giveUp = (): void => reject(overtaken(message.hasEnded));
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    const receipt = await Promise.race([broken, converse(smtp, server, dispatch, message, bytes.length, clean)]);
    if (!message.hasEnded) throw new CallError("not sent", "protocol", "the server answered before it had the mail");
    smtp.quit();
    return receipt;
  } catch (thrown) {
    smtp.close();
    throw smtpFailure(thrown, { hasEnded: message.hasEnded, isLate: signal.aborted, clean });
  } finally {
    signal.removeEventListener("abort", giveUp);
    message.destroy();
  }
}

function optionsOf(connection: SmtpConnection, server: SmtpServer): ConstructorParameters<typeof SMTPConnection>[0] {
  const needsTls = server.user !== null && !isThisMachine(server.host);
  const use = connection.tls ?? (needsTls ? "required" : "if offered");
  // The deadline is the signal's; these only see to it that nothing of this connection outlives it for long.
  const { timeoutMs } = connection;
  return {
    host: server.host,
    ...(server.port === null ? {} : { port: server.port }),
    secure: server.isSecure,
    requireTLS: use === "required" && !server.isSecure,
    ignoreTLS: use === "never",
    allowInternalNetworkInterfaces: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
    ...(connection.ca === null ? {} : { tls: { ca: connection.ca } }),
  };
}

async function converse(
  smtp: SMTPConnection,
  server: SmtpServer,
  { composed }: MailDispatch,
  message: HeldMessage,
  size: number,
  clean: (text: string) => string,
): Promise<Receipt> {
  await done((settle) => smtp.connect(settle));
  const { user } = server;
  if (user) {
    if (!smtp.allowsAuth)
      throw new CallError("not performed", "credentials", "the server takes no password over this connection", {
        pause: true,
      });
    await done((settle) => smtp.login({ credentials: { user: user.name, pass: user.password } }, settle));
  }
  const envelope = { from: composed.from, to: [...composed.to], size };
  return new Promise((resolve, reject) => {
    smtp.send(envelope, message, (error, info) => {
      if (error) return reject(error);
      const rejected = (info.rejectedErrors ?? []).map(({ recipient = "", response, message: why }) => ({
        address: recipient,
        reason: clean(response ?? why),
      }));
      resolve({ accepted: info.accepted, rejected, said: clean(info.response) });
    });
  });
}

function done(begin: (settle: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => begin((error) => (error ? reject(error) : resolve())));
}

function secretsOf({ name, password }: { name: string; password: string }): string[] {
  const encoded = [encodeURIComponent(password), Buffer.from(password).toString("base64")];
  return [password, ...encoded, Buffer.from(`\0${name}\0${password}`).toString("base64")];
}
