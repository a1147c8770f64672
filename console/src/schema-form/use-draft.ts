/** A form's state: its draft, and what is wrong with it once somebody has tried to send it. */
import { useMemo, useState } from "react";
import { type Complaints, collect, type Draft, draftOf } from "./draft.ts";
import { type Field, readSchema } from "./read-schema.ts";

export interface DraftState {
  readonly field: Field;
  readonly draft: Draft;
  readonly complaints: Complaints;
  readonly change: (draft: Draft) => void;
  /** The value, or undefined where something is wrong, which is then shown. */
  readonly finish: () => { value: unknown } | undefined;
}

const none: Complaints = {};

export function useDraft(schema: unknown, value: unknown): DraftState {
  const field = useMemo(() => readSchema(schema), [schema]);
  const [draft, setDraft] = useState(() => draftOf(field, value));
  const [wasTried, setWasTried] = useState(false);
  const collected = wasTried ? collect(field, draft) : null;
  return {
    field,
    draft,
    complaints: collected?.ok === false ? collected.complaints : none,
    change: setDraft,
    finish() {
      setWasTried(true);
      const result = collect(field, draft);
      return result.ok ? { value: result.value } : undefined;
    },
  };
}
