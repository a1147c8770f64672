/** Merges that were suggested to a person: which handles were named together, in words that are read from where they are sealed. */
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import { customerKind, describeHandle } from "./handles.ts";
import { mergeSuggestedSchema, suggestionStream } from "./identity-events.ts";
import { type CustomerRef, readHandle, refOf } from "./read-customers.ts";

export interface Suggestion {
  readonly id: string;
  readonly one: CustomerRef;
  readonly other: CustomerRef;
  readonly account: string;
  readonly why: string;
  readonly at: number;
  readonly status: "open" | "merged" | "dismissed";
}

/** Those that wait for a person, oldest first. */
export function openSuggestions(log: EventLog, limit: number): Suggestion[] {
  return log.sql
    .all("SELECT * FROM merge_suggestions WHERE status = 'open' ORDER BY at, id LIMIT ?", limit)
    .map((row) => ({
      id: text(row, "id"),
      one: refOf(log, text(row, "one")),
      other: refOf(log, text(row, "other")),
      account: text(row, "account"),
      why: explain(log, row),
      at: integer(row, "at"),
      status: oneOf(row, "status", ["open", "merged", "dismissed"]),
    }));
}

function explain(log: EventLog, row: Row): string {
  const suggested = mergeSuggestedSchema.safeParse(log.readEvent(suggestionStream(text(row, "id")), 1)?.data).data;
  if (!suggested) return "(erased)";
  const words = suggested.handles.flatMap(({ kind, key, customer }) => {
    if (customer === null) return [];
    const known = log.sql.get("SELECT * FROM handles WHERE key = ?", key);
    const handle = known ? readHandle(log, known) : null;
    // A customer's own id is linked to nobody: it is who they are.
    return [
      handle
        ? describeHandle(handle)
        : kind === customerKind
          ? describeHandle({ kind, value: refOf(log, customer).name })
          : kind,
    ];
  });
  return `${suggested.where} named ${words.join(" and ")} together, which are known as two customers`;
}
