/**
 * What somebody typed and has not sent: kept in this tab, so that a session that ends or a page that is loaded anew takes nothing away.
 *
 * Invariants: a draft is its writer's alone; it goes once what it was for is recorded, when it is cancelled, and when its writer signs out.
 */
import { forget, keep, kept, keptKeys } from "./session-store.ts";

const prefix = "draft/";

/** @param of what it is for: "gate/17/answer" */
export interface DraftKey {
  readonly writer: string;
  readonly of: string;
}

const nameOf = ({ writer, of }: DraftKey): string => `${prefix}${encodeURIComponent(writer)}/${of}`;

export const keepDraft = (key: DraftKey, draft: unknown): void => keep(nameOf(key), draft);
export const keptDraft = (key: DraftKey): unknown => kept(nameOf(key));
export const forgetDraft = (key: DraftKey): void => forget((name) => name === nameOf(key));

/** Whatever was typed at one question. */
export const forgetDraftsOfGate = (id: string): void =>
  forget((name) => name.startsWith(prefix) && name.includes(`/gate/${id}/`));

/** What this writer typed at one question, in each of its fields and dialogs. */
export function draftsOfGate(writer: string, id: string): readonly unknown[] {
  const begins = nameOf({ writer, of: `gate/${id}/` });
  return keptKeys()
    .filter((name) => name.startsWith(begins))
    .map(kept);
}

export const hasDrafts = (): boolean => keptKeys().some((name) => name.startsWith(prefix));
export const forgetAllDrafts = (): void => forget((name) => name.startsWith(prefix));
