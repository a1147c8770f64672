/**
 * Erases a person (K10): the keys of all subjects that they are known as; what was held in quarantine or saved as a view and is about them or names
 * them by a handle; their mails in an outbox. Their runs that are not over are set aside.
 *
 * Invariants: all keys go in one turn of the event loop, so a power cut erases all of them or none; what was cut short after that, the files, goes when the
 * person is erased again. The reason stays on record without the handles and the name of whom it was about.
 */
import { eraseSentMails, type SentMailDeps } from "../act/effects/erase-sent-mails.ts";
import type { Engine } from "../engine/engine.ts";
import { type Authority, eraseSubject } from "../engine/operations.ts";
import { erasuresStream } from "../engine/subjects/erasures.ts";
import { soon } from "../kernel/clock.ts";
import type { QuarantineBook } from "../observe/quarantine/quarantine-book.ts";
import type { SavedViewBook } from "../oversee/saved-views/saved-view-book.ts";
import type { CustomerBook } from "../remember/identity/customer-book.ts";
import { type Mentions, mentionsOf } from "../remember/identity/mentions.ts";

export interface ErasureDeps extends SentMailDeps {
  readonly engine: Engine;
  readonly customers: CustomerBook;
  readonly quarantine: QuarantineBook;
  readonly savedViews: SavedViewBook;
}

/** @param name a customer's id, a handle of theirs, or the subject itself. @returns whether there was anything to erase. */
export async function erasePerson(deps: ErasureDeps, name: string, authority: Authority): Promise<boolean> {
  const { log, customers, quarantine } = deps;
  const before = mentionsOf(customers.reach(name).handles);
  const found = await namedIn(quarantine, before);
  // From here on nothing comes in between. What came while the others were looked through is looked through now.
  const { subjects, handles, names } = customers.reach(name);
  const mentions = mentionsOf(handles);
  const pseudonyms = subjects.map((each) => log.pseudonym(each));
  const late = quarantine.kept(found.upTo, Number.MAX_SAFE_INTEGER);
  const views = deps.savedViews.kept();
  const items = [...late, ...views].filter(({ texts }) => texts().some(mentions.isIn)).map(({ subject }) => subject);
  // Others may bear the same name, so nothing is looked for by it; but the reason stays on record, and is shown.
  const reason = mentionsOf([...handles, ...names.map((value) => ({ kind: "name", value }))]);
  const all = new Set([...subjects, ...quarantine.about(pseudonyms), ...found.subjects, ...items]);
  const isErased = eraseAll(deps, [...all], { ...authority, why: reason.without(authority.why) });
  await log.whenDurable();
  await eraseSentMails(deps, pseudonyms);
  return isErased;
}

/** Erases one thing that was held in quarantine, and nothing else. @throws unknown_quarantined */
export async function eraseQuarantined(deps: ErasureDeps, id: string, authority: Authority): Promise<void> {
  eraseAll(deps, [deps.quarantine.subjectOf(id)], authority);
  await deps.log.whenDurable();
}

/** The items that name them, by the subjects that they are sealed under, and the position of the last one that was looked at. */
async function namedIn(
  quarantine: QuarantineBook,
  mentions: Mentions,
): Promise<{ subjects: readonly string[]; upTo: number }> {
  const subjects: string[] = [];
  let upTo = 0;
  // One at a time: each may have 25 MiB, and others are served in between.
  for (;;) {
    const [item] = quarantine.kept(upTo, 1);
    if (!item) return { subjects, upTo };
    if (item.texts().some(mentions.isIn)) subjects.push(item.subject);
    upTo = item.position;
    await new Promise<void>((resolve) => soon(resolve));
  }
}

function eraseAll({ log, engine }: ErasureDeps, subjects: readonly string[], authority: Authority): boolean {
  const erased = subjects.filter((each) => eraseSubject(engine, each, authority));
  if (erased.length === 0) return false;
  log.write((transaction) => {
    const data = { subjects: erased.map((each) => log.pseudonym(each)), why: authority.why };
    const cause = { principal: authority.principal, subject: "tenant" };
    transaction.append(erasuresStream, transaction.head(erasuresStream), [{ type: "ErasureRecorded", data }], cause);
  });
  return true;
}
