/**
 * How many requests that bring something in may be worked on at once: each holds its body, and a place in the batch that waits for the disk.
 *
 * Invariants: refused before anything of the body is read; whoever sends most keeps nobody else out (`Shares`). Answers of people and all that reads are not counted.
 */
import type { MiddlewareHandler } from "hono";
import { overloaded } from "../../engine/dispatch/backlog.ts";
import { Shares } from "../../engine/dispatch/shares.ts";
import type { ServerEnv } from "../server-options.ts";

/** One of them takes as long as the disk needs for a sync, twice. */
const seconds = 1;

/** @param senderOf in whose share a request counts */
export function inHand(most: number): (senderOf: (of: Sender) => string) => MiddlewareHandler<ServerEnv> {
  const shares = new Shares<string>(most);
  return (senderOf) => async (context, next) => {
    if (context.req.method !== "POST") return next();
    const sender = senderOf({ source: context.req.param("source") ?? "", by: context.get("principal")?.name ?? "" });
    if (!shares.hasRoom(sender))
      throw overloaded(`${shares.held(sender)} requests of this sender are being worked on`, { seconds });
    shares.take(sender);
    try {
      await next();
    } finally {
      shares.giveBack(sender);
    }
  };
}

export interface Sender {
  /** Of a webhook's address. */
  readonly source: string;
  /** Name of the token or the person. */
  readonly by: string;
}
