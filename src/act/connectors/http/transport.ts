/**
 * One HTTP exchange, and an honest answer to whether the other side may have acted.
 *
 * A write goes out on a socket of its own: on a socket that was kept alive, a reset could mean either "it was closed before you wrote" or
 * "it died while acting". Reads may share sockets.
 *
 * Invariants: K8 - the network is a port, which a simulation fills. E6 - right before a write leaves, it is asked once more whether it still may.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { CallError } from "../../call.ts";

export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** Called once there is a connection, right before a write leaves. @throws CallError `not sent` (E6) */
  readonly lastMoment?: () => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The network as a port (K8). @throws CallError `not sent` or `ambiguous` */
export type Transport = (exchange: Exchange) => Promise<Answer>;

/** An answer larger than this is not read to its end. */
const largestAnswerBytes = 10 * 1024 * 1024;
const shared = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

export const httpTransport: Transport = (exchange) =>
  new Promise((resolve, reject) => {
    const url = new URL(exchange.url);
    const secure = url.protocol === "https:";
    const isRead = exchange.method === "GET";
    let connected = false;
    const write = (): void => {
      try {
        if (!isRead) exchange.lastMoment?.();
      } catch (thrown) {
        reject(thrown);
        outgoing.destroy();
        return;
      }
      connected = true;
      outgoing.end(exchange.body ?? undefined);
    };
    const agent = isRead ? (secure ? shared.https : shared.http) : false;
    const headers = {
      ...exchange.headers,
      ...(exchange.body === null ? {} : { "content-length": String(Buffer.byteLength(exchange.body)) }),
    };
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method: exchange.method,
      headers,
      agent,
      signal: exchange.signal,
    });
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) write();
      else socket.once(secure ? "secureConnect" : "connect", write);
    });
    outgoing.on("error", (error) => reject(networkError(error, connected)));
    outgoing.on("response", (incoming) =>
      readAnswer(incoming).then(resolve, (error: unknown) => reject(networkError(error, true))),
    );
  });

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestAnswerBytes) throw new Error(`the answer is larger than ${largestAnswerBytes} bytes`);
    chunks.push(bytes);
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  return { status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") };
}

function networkError(error: unknown, connected: boolean): CallError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "network";
  const message = error instanceof Error ? error.message : String(error);
  if (!connected) return new CallError("not sent", code, `no connection: ${message}`, { cause: error });
  const why = code === "ABORT_ERR" ? "no answer before the deadline" : `the connection broke: ${message}`;
  return new CallError("ambiguous", code === "ABORT_ERR" ? "timeout" : code, why, { cause: error });
}
