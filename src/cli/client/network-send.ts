/**
 * Requests over the network. A server of this machine that was just killed is started again by its supervisor: what surely did not reach it, and
 * what only reads, is sent again for a moment.
 */
import { isObject } from "../../kernel/json.ts";
import type { Send } from "./api.ts";

/** A server that was only stopped takes connections, and never answers. */
const answersWithinMs = 30_000;
const againAfterMs = 250;

export interface NetworkOptions {
  /** How long a server may be away; 0 for servers elsewhere. */
  readonly patienceMs: number;
  readonly fetch?: (request: Request) => Promise<Response>;
}

export function networkSend({ patienceMs, fetch: send = fetchWithin }: NetworkOptions): Send {
  return async (request) => {
    const givenUpAt = performance.now() + patienceMs;
    for (;;) {
      try {
        return await send(request.clone());
      } catch (thrown) {
        const maySendAgain = request.method === "GET" || wasRefused(thrown);
        if (!maySendAgain || performance.now() + againAfterMs > givenUpAt) throw thrown;
        await new Promise((resolve) => setTimeout(resolve, againAfterMs));
      }
    }
  };
}

function fetchWithin(request: Request): Promise<Response> {
  return fetch(request, { signal: AbortSignal.timeout(answersWithinMs) });
}

function wasRefused(thrown: unknown): boolean {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return isObject(cause) && cause.code === "ECONNREFUSED";
}
