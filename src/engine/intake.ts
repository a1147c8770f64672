/**
 * Taking an event in: deduplicated, recorded, and handed to the processes that start with it, in one transaction (K3). What answers the
 * sender does so only after `durable` (K1).
 */
import type { BlobRef } from "../kernel/event.ts";
import { derivedId } from "../kernel/ids.ts";
import { digestOf, type Json } from "../kernel/json.ts";
import type { EventLog, Transaction, Written } from "../log/event-log.ts";
import { integer, text } from "../log/rows.ts";
import type { Engine } from "./engine.ts";
import { type Joining, runsToJoin } from "./joined-events.ts";
import type { ProcessVersion } from "./process-version.ts";
import type { Named } from "./subjects/subjects.ts";

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
  /** Whom it is about: a customer's id, or several handles of theirs, strongest first. Its content is sealed with their key. */
  readonly subject: Named | null;
  readonly principal: string;
  /** In place of `subject`: the subject itself, known already, so that nobody is looked for. */
  readonly sealedFor?: string | null;
  /** What shares one story with it, such as all mails of a conversation. By default it begins a story of its own. */
  readonly story?: string;
  /**
   * Whether it goes to the runs that wait for it and for what it is about, if there are any, and starts a process only where there are none: an
   * answer to a mail is not another wish.
   */
  readonly joins?: boolean;
  /**
   * Its sender sends it again where it is told to: while too many events of its account wait for their runs to begin, it is refused (`overloaded`) by `receive`, and nothing of it
   * is kept. One that begins no run is always taken, for runs that are under way may wait for it.
   */
  readonly mayComeAgain?: boolean;
  /** Puts bytes beside the event, sealed as it is. @returns the payload with their ids in it; duplicates are told by `payload`. */
  readonly keep?: (put: (bytes: Uint8Array) => BlobRef) => Json;
}

export type Receipt =
  | {
      readonly status: "accepted";
      readonly position: number;
      /** The runs that it started. */
      readonly runs: readonly string[];
      /** The runs that it joined instead of starting others. */
      readonly joined: readonly string[];
    }
  | { readonly status: "duplicate"; readonly position: number }
  /** The id was used before for other content. */
  | { readonly status: "conflict"; readonly position: number };

/** @throws overloaded, where it may come again */
export function receive(engine: Engine, incoming: Incoming): Written<Receipt> {
  if (incoming.mayComeAgain === true && !engine.backlog.hasRoom(incoming.account)) refuseNew(engine, incoming);
  return engine.log.write((transaction) => receiveIn(transaction, engine, incoming));
}

/** What was taken before is told so, and what begins no run is taken. Before any transaction, for there are many of these when they matter. @throws overloaded */
function refuseNew(engine: Engine, incoming: Incoming): void {
  const { log, backlog } = engine;
  if (log.sql.get("SELECT 1 FROM deliveries WHERE key = ?", deliveryKey(log, incoming))) return;
  const { type, account, about } = incoming;
  const { starting } = whatBegins(engine, log, incoming, arrivalKeys(log, type, account, about)[1]);
  if (starting.length > 0) backlog.refuseOverload(account);
}

function deliveryKey(log: EventLog, { source, id }: Incoming): string {
  return log.pseudonym(JSON.stringify(["delivery", source, id]));
}

/** As part of a transaction that records more than this. */
export function receiveIn(transaction: Transaction, engine: Engine, incoming: Incoming): Receipt {
  const digest = digestOf({ type: incoming.type, payload: incoming.payload });
  // Keyed hashes, for they outlive an erasure: a sender's id may name a person, and a short content could be guessed from a plain one.
  const delivery = deliveryKey(engine.log, incoming);
  const said = engine.log.pseudonym(JSON.stringify(["said", digest]));
  const known = transaction.sql.get("SELECT digest, position FROM deliveries WHERE key = ?", delivery);
  if (known) {
    const status = text(known, "digest") === said ? "duplicate" : "conflict";
    return { status, position: integer(known, "position") };
  }
  const { source, id, type, about, account, principal } = incoming;
  const keys = arrivalKeys(engine.log, type, account, about);
  const { starting, joining } = whatBegins(engine, transaction, incoming, keys[1]);
  const { subject, learn } =
    incoming.sealedFor === undefined
      ? engine.subjects.resolve(transaction.sql, account, incoming.subject)
      : { subject: incoming.sealedFor, learn: null };
  const stream = `source/${source}`;
  const correlation = incoming.story ?? derivedId(source, id);
  const cause = { principal, correlation, subject: subject ?? "tenant" };
  const { payload, blobs } = withBlobs(transaction, incoming, cause.subject);
  const [recorded] = transaction.append(
    stream,
    transaction.head(stream),
    [
      {
        type: "EventReceived",
        data: { type, source, id, about, account, subject, keys, payload, ...joining },
        outline: { delivery, said, keys, ...joining },
        blobs,
      },
    ],
    cause,
  );
  const position = recorded?.position ?? 0;
  learn?.(transaction, { position, principal, correlation, where: `an event of ${source}` });
  const runs = starting.map((process) => {
    const runId = runOf(incoming, process);
    const run = { process: process.name, input: payload, account, subject, trigger: position, parent: null };
    engine.startIn(transaction, runId, run, { ...cause, causation: position });
    return runId;
  });
  for (const key of keys) engine.ready(transaction, { kind: "event", key });
  return { status: "accepted", position, runs, joined: joining.joined ?? [] };
}

function withBlobs(transaction: Transaction, incoming: Incoming, subject: string): { payload: Json; blobs: BlobRef[] } {
  const blobs: BlobRef[] = [];
  const put = (bytes: Uint8Array): BlobRef => {
    const ref = transaction.putBlob(bytes, subject);
    blobs.push(ref);
    return ref;
  };
  return { payload: incoming.keep?.(put) ?? incoming.payload, blobs };
}

function runOf({ source, id }: Incoming, process: ProcessVersion): string {
  return derivedId("run", source, id, process.name);
}

/** Which processes begin with it, and which do not because a run waits for it. @param key of its type and what it is about */
function whatBegins(
  engine: Engine,
  { sql }: Pick<Transaction, "sql">,
  incoming: Incoming,
  key: string | undefined,
): { starting: readonly ProcessVersion[]; joining: Joining } {
  const all = engine.registry.startedBy(incoming.type);
  const yielding = all.filter((process) => incoming.joins === true || process.unlessAwaited);
  if (yielding.length === 0 || key === undefined) return { starting: all, joining: {} };
  const joined = runsToJoin(engine, sql, key);
  if (joined.length === 0)
    return { starting: all, joining: { began: yielding.map((process) => runOf(incoming, process)) } };
  return {
    starting: all.filter((process) => !yielding.includes(process)),
    joining: { joined, instead: yielding.map(({ name }) => name) },
  };
}

/** The keys under which a wait finds an event: by type alone, and by type and what it is about. Pseudonyms, for they may name people. */
export function arrivalKeys(log: EventLog, type: string, account: string, about: string | null): string[] {
  const any = arrivalKey(log, type, account, null);
  return about === null ? [any] : [any, arrivalKey(log, type, account, about)];
}

export function arrivalKey(log: EventLog, type: string, account: string, about: string | null): string {
  return log.pseudonym(JSON.stringify(["event", type, account, about]));
}
