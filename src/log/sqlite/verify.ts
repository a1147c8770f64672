/** `praxis verify`: walks the whole chain, compares it with the anchors (K2, K9), and the tables with the events (K3). Reads only. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../kernel/errors.ts";
import type { Anchor } from "../anchors.ts";
import { Anchors } from "../anchors.ts";
import { brokenBlobs } from "../blobs.ts";
import { blobsOf, chainHash, firstHash, toHex } from "../envelope.ts";
import type { Projection } from "../event-log.ts";
import { readMasterKey } from "../master-key.ts";
import { text } from "../rows.ts";
import { type KeptEvent, StoredEvents } from "./archive/stored-events.ts";
import { VerifiedArchive } from "./archive/verified-archive.ts";
import { Database } from "./database.ts";
import { type KnowsKind, writtenByNewer } from "./event-kinds.ts";
import { readOwner } from "./ownership.ts";
import { brokenTables } from "./verify-tables.ts";

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly anchoredAt: number | null;
  /** Events after the last anchored head: a cut among these could not be seen. */
  readonly beyondAnchor: number;
}

const pageSize = 5_000;

export function verifyFolder(
  folder: string,
  anchorFolder: string,
  progress: (done: number, total: number) => void,
  projections: readonly Projection[] = [],
  knows: KnowsKind = () => true,
): Verification {
  const path = join(folder, "log.db");
  if (!existsSync(path)) return failed(`there is no log in ${folder}`);
  try {
    const database = new Database(path, { readOnly: true });
    try {
      const known = readOwner(join(folder, "owner.json"))?.log;
      return verifyDatabase(database, {
        anchorFolder,
        known,
        masterKey: readMasterKey(folder),
        projections,
        knows,
        progress,
      });
    } finally {
      database.close();
    }
  } catch (thrown) {
    return failed(`the database cannot be read: ${messageOf(thrown)}`);
  }
}

function failed(problem: string): Verification {
  return { ok: false, events: 0, problems: [problem], notes: [], anchoredAt: null, beyondAnchor: 0 };
}

interface Given {
  readonly anchorFolder: string;
  /** Of the log that the folder held when it was opened last. */
  readonly known: string | undefined;
  readonly masterKey: Uint8Array | null;
  readonly projections: readonly Projection[];
  readonly knows: KnowsKind;
  readonly progress: (done: number, total: number) => void;
}

function verifyDatabase(database: Database, given: Given): Verification {
  const { anchorFolder, known, masterKey, knows, progress } = given;
  const problems: string[] = [];
  for (const row of database.all("PRAGMA integrity_check(20)")) {
    if (row.integrity_check !== "ok") problems.push(`SQLite: ${String(row.integrity_check)}`);
  }
  const identity = database.get("SELECT log FROM log_identity WHERE id = 1");
  if (!identity) return failed("the log has no identity");
  if (known !== undefined && known !== text(identity, "log"))
    problems.push(`the log calls itself ${text(identity, "log")}, but this folder held the log ${known}`);
  const { anchors, forged } = new Anchors(anchorFolder, text(identity, "log")).all();
  // The tables of a large log, which are built again beside it, are larger than memory. Not within a transaction.
  database.script("PRAGMA temp_store = FILE");
  // A server may be writing: from here on one state is read, and the anchors are from before it.
  database.script("BEGIN");
  const { kept, notes } = afterRestores(anchors);
  if (forged > 0) problems.push(`${forged} anchors are not signed with this installation's key`);
  const { events, position } = walk(database, kept, problems, progress);
  const newer = writtenByNewer(database, knows);
  if (newer !== null)
    notes.push(`a newer version of Praxis wrote to this folder: ${newer}; its tables are for that version to verify`);
  const projections = newer === null ? given.projections : [];
  if (masterKey === null) notes.push("the key master.key is missing or damaged: what is sealed was not opened");
  else problems.push(...brokenTables(database, projections, masterKey, progress));
  const newest = kept.at(-1);
  for (const anchor of kept) {
    if (anchor.position > position)
      problems.push(
        `the log ends at event ${position}, but event ${anchor.position} was anchored at ${new Date(anchor.at).toISOString()}: its end was cut off`,
      );
  }
  return {
    ok: problems.length === 0,
    events,
    problems: problems.slice(0, 50),
    notes,
    anchoredAt: newest?.at ?? null,
    beyondAnchor: Math.max(0, position - (newest?.position ?? 0)),
  };
}

/** A restore on record explains why anchors before it lie beyond the log's end, or belong to another history. */
function afterRestores(anchors: readonly Anchor[]): { kept: Anchor[]; notes: string[] } {
  let kept: Anchor[] = [];
  const notes: string[] = [];
  for (const anchor of anchors) {
    if (anchor.kind === "restored") {
      const lost = kept.filter((earlier) => earlier.position > anchor.position);
      notes.push(
        `${new Date(anchor.at).toISOString()}: an older state or a copy was put back at event ${anchor.position}; effects were reconciled`,
      );
      kept = kept.filter((earlier) => !lost.includes(earlier) && earlier.position < anchor.position);
    }
    kept.push(anchor);
  }
  return { kept, notes };
}

/** The chain alone, without anchors: for simulations. @returns what is wrong with it. */
export function verifyChain(database: Database): readonly string[] {
  const problems: string[] = [];
  walk(database, [], problems, () => undefined);
  return problems;
}

function walk(
  database: Database,
  anchors: readonly Anchor[],
  problems: string[],
  progress: (done: number, total: number) => void,
): { events: number; position: number } {
  const archive = new VerifiedArchive(database, problems);
  const total = Number(database.get("SELECT count(*) AS count FROM events")?.count ?? 0) + archive.events;
  const expectedAt = new Map(anchors.map((anchor) => [anchor.position, anchor.hash]));
  const numbers = new Map<string, number>();
  const vouched = new Map<string, string>();
  let previous: Uint8Array = firstHash;
  let position = 0;
  let events = 0;
  for (let page = archive.page(1, pageSize); page; page = archive.page(page.last + 1, pageSize)) {
    for (const event of page.events) {
      const { position: at, stream, number, meta } = event;
      // What a damaged segment held is known as damaged: the chain is taken up behind it.
      const isAfterDamage = at !== position + 1 && archive.isDamagedBetween(position + 1, at - 1);
      if (at !== position + 1 && !isAfterDamage) problems.push(`events ${position + 1} to ${at - 1} are missing`);
      const before = isAfterDamage ? archive.recordedHash(at - 1) : previous;
      if (number !== (numbers.get(stream) ?? 0) + 1 && !archive.isDamaged)
        problems.push(`stream ${stream}: event ${number} follows ${numbers.get(stream) ?? 0}`);
      const expected = chainHash(before ?? previous, event);
      const recorded = event.hash ?? expected;
      if (before && toHex(expected) !== toHex(recorded))
        problems.push(`event ${at} (${stream} #${number}) was changed, or the event before it`);
      const anchored = expectedAt.get(at);
      if (anchored !== undefined && anchored !== toHex(recorded) && (event.hash !== null || !archive.isDamaged))
        problems.push(`event ${at} is not the one that was anchored`);
      for (const [blob, digest] of blobsOf(meta)) vouched.set(blob, digest);
      numbers.set(stream, number);
      previous = archive.endOfWindow(at, recorded);
      position = at;
      events += 1;
    }
    progress(events, total);
  }
  if (events !== total && !archive.isDamaged) problems.push(`${total - events} events belong to no stream`);
  // Events that cannot be read vouch for blobs, too: those would all seem to belong to nobody.
  if (!archive.isDamaged) problems.push(...brokenBlobs(database, vouched));
  return { events, position };
}

/** Checks the chain over the last events alone. @returns what is wrong with them. */
export function brokenTail(database: Database, count: number): string[] {
  const last = Number(database.get("SELECT max(position) AS position FROM events")?.position ?? 0);
  const problems: string[] = [];
  let previous: KeptEvent | undefined;
  let hash: Uint8Array | null = null;
  try {
    for (const event of new StoredEvents(database).between(last - count, last)) {
      // An archived event's hash is known by that of the one before it: the chain begins with the first row.
      const expected: Uint8Array | null = hash && chainHash(hash, event);
      const isNext = !previous || event.position === previous.position + 1;
      const isChanged = expected && event.hash && toHex(expected) !== toHex(event.hash);
      if (!isNext || isChanged)
        problems.push(`event ${event.position} (${event.stream} #${event.number}) was changed, or the event before it`);
      hash = event.hash ?? expected;
      previous = event;
    }
  } catch (thrown) {
    problems.push(messageOf(thrown));
  }
  return problems;
}
