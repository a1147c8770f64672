/** A text field's state that outlives the page, as a form's draft does. */
import { useState } from "react";
import { usePerson } from "../access/use-may.ts";
import { forgetDraft, keepDraft, keptDraft } from "./drafts.ts";

export interface KeptText {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly forget: () => void;
}

/** @param keptAs what it is for; null where it does not outlive the page */
export function useKeptText(keptAs: string | null): KeptText {
  const writer = usePerson()?.name;
  const key = keptAs === null || writer === undefined ? null : { writer, of: keptAs };
  const [text, setText] = useState(() => {
    const before = key === null ? null : keptDraft(key);
    return typeof before === "string" ? before : "";
  });
  return {
    text,
    change(next) {
      setText(next);
      if (key !== null) keepDraft(key, next);
    },
    forget() {
      if (key !== null) forgetDraft(key);
    },
  };
}
