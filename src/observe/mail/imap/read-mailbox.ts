/**
 * One connection to a mailbox: takes what is new, over and over.
 *
 * Boundary: connecting anew after a failure is watch-mailbox.ts's business.
 * Invariants: a mail is marked or moved only after what came of it is on disk; how far the mailbox was read is noted after that, so a crash in between
 * takes mails again, which are known then. One mail at a time is in memory, up to the size that is kept.
 */
import type { ImapFlow } from "imapflow";
import type { EventLog } from "../../../log/event-log.ts";
import type { MailDeps } from "../take-mail.ts";
import { largestMailBytes, takeMail } from "../take-mail.ts";
import type { ImapMailbox } from "./imap-mailbox.ts";
import { type MailboxState, noteMailboxState, readMailboxState } from "./mailbox-state.ts";

const noteEvery = 20;
const lookAgainMs = 500;
const dayMs = 86_400_000;

/** Takes all that is there and was not taken. The mailbox must be open. @param isStopped asked between two mails. */
export async function takeNewMails(
  client: ImapFlow,
  deps: MailDeps,
  source: ImapMailbox,
  isStopped: () => boolean,
): Promise<void> {
  const { log, ports } = deps.engine;
  const plan = await planOf(client, log, source, ports.clock.now());
  let done = plan.state;
  let taken = 0;
  for (const uid of plan.uids) {
    await roomFor(deps, source, isStopped);
    if (isStopped()) break;
    await takeOne(client, deps, source, uid);
    done = { ...done, uid: Math.max(done.uid, uid) };
    taken += 1;
    if (taken % noteEvery === 0) await noteMailboxState(log, source.name, done);
  }
  if (!isStopped()) done = { ...done, uid: Math.max(done.uid, plan.upTo) };
  const known = readMailboxState(log, source.name);
  if (known?.uid !== done.uid || known.uidValidity !== done.uidValidity) await noteMailboxState(log, source.name, done);
}

/** Where too much waits already, the others stay in the mailbox. */
async function roomFor({ engine }: MailDeps, { account }: ImapMailbox, isStopped: () => boolean): Promise<void> {
  while (!isStopped() && !engine.backlog.hasRoom(account))
    await new Promise<void>((resolve) => void engine.ports.clock.after(lookAgainMs, resolve));
}

interface Plan {
  /** Before anything of it is done. */
  readonly state: MailboxState;
  /** Oldest first. */
  readonly uids: readonly number[];
  /** All up to this one is settled once these are. */
  readonly upTo: number;
}

async function planOf(client: ImapFlow, log: EventLog, source: ImapMailbox, now: number): Promise<Plan> {
  const { mailbox } = client;
  if (mailbox === false) throw new Error("the mailbox is not open");
  const uidValidity = String(mailbox.uidValidity);
  const known = readMailboxState(log, source.name);
  if (known?.uidValidity === uidValidity) {
    const uids = await uidsAfter(client, known.uid);
    return { state: known, uids, upTo: uids.at(-1) ?? known.uid };
  }
  const since = known?.since ?? now;
  const uids = await uidsToBeginWith(client, source, known === null ? null : since);
  const upTo = Math.max((mailbox.uidNext ?? 1) - 1, uids.at(-1) ?? 0);
  return { state: { uidValidity, uid: 0, since }, uids, upTo };
}

/** @param since set where the mailbox was read before under other UIDs: what is known by its content is taken for what it is. */
async function uidsToBeginWith(client: ImapFlow, source: ImapMailbox, since: number | null): Promise<number[]> {
  if (since !== null && source.first !== "all") {
    // The server searches by days of its own time zone.
    const found = await search(client, { since: new Date(since - dayMs) });
    const recent: number[] = [];
    for (const uid of found) {
      const message = await client.fetchOne(String(uid), { uid: true, internalDate: true }, { uid: true });
      const at = message === false ? undefined : message.internalDate;
      if (at === undefined || new Date(at).getTime() >= since) recent.push(uid);
    }
    return recent;
  }
  if (source.first === "new") return [];
  return search(client, source.first === "all" ? { all: true } : { seen: false });
}

async function search(client: ImapFlow, query: { all: true } | { seen: false } | { since: Date }): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  return Array.isArray(found) ? found.sort((one, other) => one - other) : [];
}

async function uidsAfter(client: ImapFlow, uid: number): Promise<number[]> {
  const uids: number[] = [];
  for await (const message of client.fetch(`${uid + 1}:*`, { uid: true }, { uid: true })) {
    // `7:*` is also the last message where that has a smaller number.
    if (message.uid > uid) uids.push(message.uid);
  }
  return uids.sort((one, other) => one - other);
}

async function takeOne(client: ImapFlow, deps: MailDeps, source: ImapMailbox, uid: number): Promise<void> {
  const range = String(uid);
  const query = { uid: true, size: true, source: { start: 0, maxLength: largestMailBytes } };
  const message = await client.fetchOne(range, query, { uid: true });
  // Somebody else deleted or moved it meanwhile.
  if (message === false || message.source === undefined) return;
  const raw = new Uint8Array(message.source);
  const size = message.size ?? raw.length;
  const isWhole = size <= largestMailBytes;
  await takeMail(deps, source, { raw, isWhole, size, from: { mailbox: source.mailbox, uid: range } });
  if (source.moveTo !== null) await client.messageMove(range, source.moveTo, { uid: true });
  else await client.messageFlagsAdd(range, ["\\Seen"], { uid: true });
}
