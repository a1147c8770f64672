/**
 * The generic HTTP connector: a contract's `call`, from a connection, a key and a deadline. It reads status codes by their standard meaning:
 * 4xx the other side refused and did nothing; 429 not performed; 401 and 403 a person must look at the credentials; 408, 5xx, a broken
 * connection or an unreadable answer: nobody here knows.
 */
import { isObject, type Json, parseJson } from "../../../kernel/json.ts";
import { type Call, CallError, type CallOptions } from "../../call.ts";
import type { HttpConnection } from "../../connection.ts";
import { type CallContext, cleanJson, wrongCall } from "../call-context.ts";
import { type HttpAddress, readHttpAddress } from "./read-http-address.ts";
import type { Answer, Transport } from "./transport.ts";

export interface HttpCallOptions extends CallContext {
  readonly connection: HttpConnection;
  readonly transport: Transport;
}

export function httpCall(options: HttpCallOptions): Call {
  const send = (method: string, path: string, body: unknown, extra: CallOptions = {}): Promise<Json> =>
    exchange(options, method, path, body, extra);
  return {
    key: options.key,
    account: options.account,
    get: (path, query) => send("GET", path, undefined, query === undefined ? {} : { query }),
    post: (path, body, extra) => send("POST", path, body, extra),
    put: (path, body, extra) => send("PUT", path, body, extra),
    patch: (path, body, extra) => send("PATCH", path, body, extra),
    delete: (path, extra) => send("DELETE", path, undefined, extra),
    send: wrongCall(options.connection, "send"),
  };
}

async function exchange(
  options: HttpCallOptions,
  method: string,
  path: string,
  body: unknown,
  extra: CallOptions,
): Promise<Json> {
  const { connection } = options;
  const address = readHttpAddress(connection, options);
  const url = new URL(address.base + path);
  for (const [name, value] of Object.entries(extra.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const headers = {
    accept: "application/json",
    "user-agent": "praxis",
    "x-correlation-id": options.correlation,
    ...(method === "GET" ? {} : { "idempotency-key": options.key }),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(address.token === null ? {} : { authorization: `Bearer ${address.token}` }),
    ...connection.headers,
    ...extra.headers,
  };
  const isWrite = method !== "GET";
  let isSending = false;
  try {
    options.checkDeadline();
    options.sending(isWrite);
    isSending = true;
    return readAnswer(
      await options.transport({
        method,
        url: url.href,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: options.signal,
        lastMoment: options.checkDeadline,
      }),
      connection.answers,
    );
  } catch (thrown) {
    throw thrown instanceof CallError ? options.failed(cleaned(thrown, address), isWrite && isSending) : thrown;
  }
}

/** Error pages like to repeat the address that was called, or the token that was not accepted. */
function cleaned(error: CallError, { clean }: HttpAddress): CallError {
  const { certainty, code, message, detail, retryAfterMs, answered, pause, cause } = error;
  const rest = { retryAfterMs, answered, pause, cause };
  return new CallError(certainty, clean(code), clean(message), { ...rest, detail: cleanJson(detail, clean) });
}

/** How providers say that a call with this key is being carried out right now: that is no refusal. */
const keyInUse = /in.?(use|progress)|being.processed|concurrent.request/i;

function readAnswer(answer: Answer, answers: HttpConnection["answers"]): Json {
  const { status } = answer;
  if (status === 204) return null;
  const parsed = parseJson(answer.body);
  if (status >= 200 && status < 300) {
    if (answers === "text") return answer.body;
    if (parsed.ok) return parsed.value;
    throw new CallError("ambiguous", "unreadable_answer", `the answer (${status}) is not JSON: ${parsed.error}`, {
      answered: true,
    });
  }
  const detail = parsed.ok ? parsed.value : answer.body.slice(0, 500);
  const said = messageIn(detail) ?? `status ${status}`;
  const retryAfterMs = retryAfter(answer.headers["retry-after"], answer.headers.date);
  if (status === 429)
    throw new CallError("not performed", "rate_limited", `too many calls: ${said}`, { detail, retryAfterMs });
  if (status === 401 || status === 403)
    throw new CallError("not performed", "credentials", `the credentials were not accepted: ${said}`, {
      detail,
      pause: true,
    });
  const code = codeIn(detail);
  if (status === 425 || (status === 409 && keyInUse.test(`${code ?? ""} ${said}`)))
    throw new CallError("not performed", code ?? "key_in_use", `an earlier call is still at it: ${said}`, {
      detail,
      retryAfterMs,
    });
  if (status === 408 || status >= 500)
    throw new CallError("ambiguous", `status_${status}`, `the other side failed: ${said}`, {
      detail,
      retryAfterMs,
      answered: status !== 504 && status !== 408,
    });
  if (status >= 400) throw new CallError("refused", code ?? `status_${status}`, said, { detail });
  throw new CallError("ambiguous", `status_${status}`, `an answer with status ${status} was not expected`);
}

/** In seconds, or as a date: that one counts from the answer's own date, for clocks differ. */
function retryAfter(header: string | undefined, date: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const delayMs = Date.parse(header) - Date.parse(date ?? "");
  return Number.isNaN(delayMs) ? null : Math.max(0, delayMs);
}

/** The message in the error shapes in common use: `{error: {message}}`, `{message}`, `{error}`, problem details. */
function messageIn(detail: Json): string | null {
  return field(detail, "message") ?? field(detail, "detail") ?? (typeof detail === "string" ? detail : null);
}

function codeIn(detail: Json): string | null {
  return field(detail, "code");
}

function field(detail: Json, name: string): string | null {
  if (!isObject(detail)) return null;
  if (typeof detail[name] === "string") return detail[name];
  const { error } = detail;
  if (isObject(error) && typeof error[name] === "string") return error[name];
  return name === "message" && typeof error === "string" ? error : null;
}
