/** What a server is told when it is made, and what its handlers are given. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Praxis } from "../assembly/assemble.ts";
import type { Session } from "../oversee/people/session-book.ts";
import type { Scope } from "../oversee/tokens/tokens-table.ts";

export interface ServerOptions {
  /** Version of Praxis, for /api/health and the OpenAPI document. */
  readonly version: string;
  /**
   * A token of this process, with all scopes; what comes with it is recorded as `person:local`, or as
   * the person that the header `x-praxis-person` names.
   */
  readonly localToken?: string;
  /** Names (`praxis.example.com`, or with a port) that this server is reached by besides the loopback. */
  readonly allowedHosts?: readonly string[];
  /** How many requests that bring something in are worked on at once, before senders with more than their share are refused. Default 1,000. */
  readonly mostInHand?: number;
  /** Where the built console lies; without it, the one that comes with this package. */
  readonly consoleFolder?: string;
  /** Told of errors that are bugs, not answers. */
  readonly report?: (message: string) => void;
}

/** Who asks. */
export interface Principal {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Of a person who is signed in with a browser; null for a token. */
  readonly session: Session | null;
}

/** What listen.ts says of a connection; nothing where a request comes from within this process. */
export interface Arrival {
  /** Aborted when the server stops: streams that would go on for ever end then. */
  readonly closing?: AbortSignal;
  readonly address?: string;
  /** The request's body as it comes; read like this, no stream of the web platform is made for it, which takes longer than to check a signature. Default: the request's own. */
  readonly body?: AsyncIterable<Uint8Array>;
}

export interface ServerEnv {
  Bindings: Arrival;
  Variables: { principal: Principal | undefined };
}

export type ServerApp = OpenAPIHono<ServerEnv>;

/** What routes are made with. */
export interface ServerParts {
  readonly app: ServerApp;
  readonly praxis: Praxis;
  readonly options: ServerOptions;
}
