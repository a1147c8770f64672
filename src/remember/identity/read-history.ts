/** How a customer came to be who they are: every link and merge, with who said so and why. */
import type { Handle } from "../../engine/subjects/subjects.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import {
  customerNamedSchema,
  customerStream,
  handleLinkedSchema,
  handleUnlinkedSchema,
  mergeUndoneSchema,
  subjectsMergedSchema,
} from "./identity-events.ts";
import { type CustomerRef, refOf } from "./read-customers.ts";

export interface IdentityChange {
  readonly at: number;
  readonly what: "named" | "linked" | "unlinked" | "merged" | "merge undone";
  readonly by: string;
  readonly why: string;
  readonly handle: Handle | null;
  readonly name: string | null;
  readonly kept: CustomerRef | null;
  readonly merged: CustomerRef | null;
  /** Of a merge: whether it was undone since. */
  readonly undone: boolean;
}

/** Of all that count as this customer, newest first; what was erased is left out. */
export function historyOf(log: EventLog, cluster: readonly Row[]): IdentityChange[] {
  const events = cluster.flatMap((row) => log.readStream(customerStream(text(row, "id"))));
  return events
    .toSorted((one, other) => other.position - one.position)
    .flatMap((event) => (event.erased ? [] : (readChange(log, event) ?? [])));
}

function readChange(log: EventLog, event: RecordedEvent): IdentityChange | null {
  const base = { at: event.at, by: event.principal, handle: null, name: null, kept: null, merged: null, undone: false };
  switch (event.type) {
    case "CustomerNamed": {
      const { name, why } = customerNamedSchema.parse(event.data);
      return { ...base, what: "named", why, name };
    }
    case "HandleLinked": {
      const { handle, why } = handleLinkedSchema.parse(event.data);
      return { ...base, what: "linked", why, handle };
    }
    case "HandleUnlinked": {
      const { number, why } = handleUnlinkedSchema.parse(event.data);
      const linked = handleLinkedSchema.safeParse(log.readEvent(event.stream, number)?.data).data;
      return { ...base, what: "unlinked", why, handle: linked?.handle ?? null };
    }
    case "SubjectsMerged": {
      const { id, kept, merged, why } = subjectsMergedSchema.parse(event.data);
      const undone = log.sql.get("SELECT 1 FROM merges WHERE id = ?", id) === undefined;
      return { ...base, what: "merged", why, kept: refOf(log, kept), merged: refOf(log, merged), undone };
    }
    case "MergeUndone": {
      const { kept, merged, why } = mergeUndoneSchema.parse(event.data);
      return { ...base, what: "merge undone", why, kept: refOf(log, kept), merged: refOf(log, merged) };
    }
    default:
      return null;
  }
}
