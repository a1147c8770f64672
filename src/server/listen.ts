/** Serves an app on a port of this machine; the loopback unless told otherwise. */
import type { Readable } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { systemClock } from "../kernel/clock.ts";
import { messageOf, PraxisError } from "../kernel/errors.ts";
import type { Arrival } from "./server-options.ts";

export interface ListenOptions {
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Listening {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, ends streams, lets requests under way end for up to `graceMs`, then cuts them. A second call waits for the first. */
  close(graceMs?: number): Promise<void>;
}

/** A sender has this long for its headers, and for its whole request. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 60_000;

/** @throws port_taken, cannot_listen */
export async function listen(
  app: { readonly fetch: (request: Request, arrival: Arrival) => Response | Promise<Response> },
  { host = "127.0.0.1", port }: ListenOptions,
): Promise<Listening> {
  const closing = new AbortController();
  const server = createAdaptorServer({
    fetch: (request, { incoming }) => {
      const address = "socket" in incoming ? incoming.socket.remoteAddress : undefined;
      return app.fetch(request, {
        closing: closing.signal,
        body: bodyOf(incoming),
        ...(address === undefined ? {} : { address }),
      });
    },
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs },
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, host, listening.resolve);
  await listening.promise.catch((thrown: unknown) => {
    throw explain(thrown, host, port);
  });
  let closed: Promise<void> | undefined;
  const close = async (graceMs: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    closing.abort();
    const cancel = systemClock.after(graceMs, () => {
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    await promise;
    cancel();
  };
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}`,
    port: actualPort,
    close(graceMs = 2_000) {
      closed ??= close(graceMs);
      return closed;
    },
  };
}

/** Left in the middle, it does not cut the connection: the adaptor reads the rest of it away, and the next request follows. */
const bodyOf = (incoming: Readable): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }),
});

function explain(thrown: unknown, host: string, port: number): PraxisError {
  const taken = thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE";
  return taken
    ? new PraxisError("port_taken", `port ${port} of ${host} is taken by another program`, {
        next: "Stop that program, or choose another port with `--port`.",
        disposition: "pause",
      })
    : new PraxisError("cannot_listen", `cannot listen on ${host}, port ${port}: ${messageOf(thrown)}`, {
        next: "Choose another address with `--host`, or another port with `--port`.",
        disposition: "pause",
      });
}
