/**
 * What a failed SMTP exchange means (RFC 5321, 4.2): a 4xx did nothing and may do so later; a 5xx refuses this mail, with the server's words;
 * refused credentials, certificates and connections are for a person; a broken connection is certain before the final dot only.
 */
import { CallError } from "../../call.ts";

/** What is known of it when it fails. */
export interface Progress {
  /** Whether the final dot may have gone out. */
  readonly hasEnded: boolean;
  readonly isLate: boolean;
  readonly clean: (text: string) => string;
}

/** Of the mail, as opposed to the session that it was to travel in. */
const ofTheMail = new Set(["MAIL FROM", "RCPT TO", "DATA"]);
const ofTheCredentials = new Set([530, 534, 535, 538]);
/** Bad sequence of commands: the session was in a wrong state, not the mail. */
const badSequence = 503;
/** Closing down: the next server, or the same after its restart, takes it at once. Other servers ask for patience (greylisting). */
const closingDown = 421;
const patienceMs = 120_000;
const certificate = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_)/;

export function smtpFailure(thrown: unknown, { hasEnded, isLate, clean }: Progress): CallError {
  if (thrown instanceof CallError) return thrown;
  const said = field(thrown, "response", "string");
  const status = field(thrown, "responseCode", "number") ?? 0;
  const command = field(thrown, "command", "string") ?? "";
  const message = clean(thrown instanceof Error ? thrown.message : String(thrown));
  const answer = said === null ? null : clean(said.replace(/\s+/g, " "));
  const detail = { status, command, said: answer };
  if (answer !== null && status >= 400 && status < 600) return answered({ status, command, answer, detail });
  if (isLate) return overtaken(hasEnded);
  if (hasEnded)
    return new CallError("ambiguous", "connection_lost", `the server was given the mail, and then: ${message}`, {
      cause: thrown,
    });
  const code = field(thrown, "originalCode", "string") ?? field(thrown, "code", "string") ?? "smtp";
  if (code === "EAUTH") return credentials(message, detail);
  if (certificate.test(code))
    return new CallError("not sent", code, `the server's certificate is not accepted: ${message}`, { pause: true });
  // It said what it takes when it was greeted; the mail is larger, or has an address that it does not know to write.
  if (answer === null && command !== "CONN" && (code === "EMESSAGE" || code === "EENVELOPE"))
    return new CallError("refused", "not_taken", message, { detail });
  return new CallError("not sent", code, `no mail was handed over: ${message}`, { cause: thrown });
}

function answered(reply: { status: number; command: string; answer: string; detail: CallError["detail"] }): CallError {
  const { status, command, answer, detail } = reply;
  const code = `smtp_${status}`;
  if (ofTheCredentials.has(status) || (command.startsWith("AUTH") && status >= 500)) return credentials(answer, detail);
  if (status < 500 || status === badSequence) {
    const retryAfterMs = ofTheMail.has(command) && status !== closingDown && status < 500 ? patienceMs : null;
    return new CallError("not performed", code, `the server did not take it now: ${answer}`, { detail, retryAfterMs });
  }
  if (ofTheMail.has(command)) return new CallError("refused", code, answer, { detail });
  return new CallError("not performed", code, `the server takes no mail from here: ${answer}`, { detail, pause: true });
}

export function overtaken(hasEnded: boolean): CallError {
  return hasEnded
    ? new CallError("ambiguous", "timeout", "the server was given the mail, and did not answer before the deadline")
    : new CallError("not sent", "too_late", "its deadline passed before the mail was handed over");
}

function credentials(message: string, detail: CallError["detail"]): CallError {
  return new CallError("not performed", "credentials", `the credentials were not accepted: ${message}`, {
    detail,
    pause: true,
  });
}

function field(thrown: unknown, name: string, type: "string"): string | null;
function field(thrown: unknown, name: string, type: "number"): number | null;
function field(thrown: unknown, name: string, type: "string" | "number"): unknown {
  if (typeof thrown !== "object" || thrown === null) return null;
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === type ? value : null;
}
