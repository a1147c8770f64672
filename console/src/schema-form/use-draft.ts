/** A form's state: its draft, and what is wrong with it once somebody has tried to send it. */
import { useMemo, useState } from "react";
import { usePerson } from "../access/use-may.ts";
import { forgetDraft, keepDraft, keptDraft } from "../kept/drafts.ts";
import { type Complaints, collect, type Draft, draftOf } from "./draft.ts";
import { isDraftOf } from "./kept-draft.ts";
import { type Field, readSchema } from "./read-schema.ts";

export interface DraftState {
  readonly field: Field;
  readonly draft: Draft;
  readonly complaints: Complaints;
  readonly change: (draft: Draft) => void;
  /** The value, or undefined where something is wrong, which is then shown. */
  readonly finish: () => { value: unknown } | undefined;
  /** Nothing of it is kept any more: it is recorded, or nobody wants it. */
  readonly forget: () => void;
}

const none: Complaints = {};

/** @param keptAs what it is for: under that name it outlives the page; null where it does not */
export function useDraft(schema: unknown, value: unknown, keptAs: string | null = null): DraftState {
  const field = useMemo(() => readSchema(schema), [schema]);
  const writer = usePerson()?.name;
  const key = keptAs === null || writer === undefined ? null : { writer, of: keptAs };
  const [draft, setDraft] = useState(() => {
    const before = key === null ? null : keptDraft(key);
    return isDraftOf(field, before) ? before : draftOf(field, value);
  });
  const [wasTried, setWasTried] = useState(false);
  const collected = wasTried ? collect(field, draft) : null;
  return {
    field,
    draft,
    complaints: collected?.ok === false ? collected.complaints : none,
    change(next) {
      setDraft(next);
      if (key !== null) keepDraft(key, next);
    },
    finish() {
      setWasTried(true);
      const result = collect(field, draft);
      return result.ok ? { value: result.value } : undefined;
    },
    forget() {
      if (key !== null) forgetDraft(key);
    },
  };
}
