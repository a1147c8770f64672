/**
 * Taking an event in: deduplicated, recorded, and handed to the processes that start with it, in one transaction (K3). What answers the
 * sender does so only after `durable` (K1).
 */
import { derivedId } from "../kernel/ids.ts";
import { digestOf, type Json } from "../kernel/json.ts";
import type { EventLog, Written } from "../log/event-log.ts";
import { integer, text } from "../log/rows.ts";
import type { Engine } from "./engine.ts";

export interface Incoming {
  /** Where it came from; ids are unique within a source. */
  readonly source: string;
  /** The sender's id of this event: the same when it is sent again. */
  readonly id: string;
  readonly type: string;
  readonly payload: Json;
  /** What it is about, such as an order or a return: a run that waits for this type and this thing gets it. */
  readonly about: string | null;
  /** Which account (shop, world, mailbox) it belongs to; runs and their connections inherit it. */
  readonly account: string;
  /** Whom it is about; its content is sealed with this subject's key. */
  readonly subject: string | null;
  readonly principal: string;
}

export type Receipt =
  | { readonly status: "accepted"; readonly position: number; readonly runs: readonly string[] }
  | { readonly status: "duplicate"; readonly position: number }
  /** The id was used before for other content. */
  | { readonly status: "conflict"; readonly position: number };

export function receive(engine: Engine, incoming: Incoming): Written<Receipt> {
  const digest = digestOf({ type: incoming.type, payload: incoming.payload });
  return engine.log.write((transaction): Receipt => {
    const known = transaction.sql.get(
      "SELECT digest, position FROM deliveries WHERE source = ? AND id = ?",
      incoming.source,
      incoming.id,
    );
    if (known) {
      const status = text(known, "digest") === digest ? "duplicate" : "conflict";
      return { status, position: integer(known, "position") };
    }
    const { source, id, type, payload, about, account, subject, principal } = incoming;
    const stream = `source/${source}`;
    const correlation = derivedId(source, id);
    const keys = arrivalKeys(engine.log, type, account, about);
    const cause = { principal, correlation, subject: subject ?? "tenant" };
    const [recorded] = transaction.append(
      stream,
      transaction.head(stream),
      [{ type: "EventReceived", data: { type, source, id, digest, about, account, keys, payload } }],
      cause,
    );
    const position = recorded?.position ?? 0;
    const runs = engine.registry.startedBy(type).map((process) => {
      const runId = derivedId("run", source, id, process.name);
      const run = { process: process.name, input: payload, account, subject, trigger: position, parent: null };
      engine.startIn(transaction, runId, run, { ...cause, causation: position });
      return runId;
    });
    for (const key of keys) engine.ready(transaction, { kind: "event", key });
    return { status: "accepted", position, runs };
  });
}

/** The keys under which a wait finds an event: by type alone, and by type and what it is about. Pseudonyms, for they may name people. */
export function arrivalKeys(log: EventLog, type: string, account: string, about: string | null): string[] {
  const any = arrivalKey(log, type, account, null);
  return about === null ? [any] : [any, arrivalKey(log, type, account, about)];
}

export function arrivalKey(log: EventLog, type: string, account: string, about: string | null): string {
  return log.pseudonym(JSON.stringify(["event", type, account, about]));
}
