/** An answer, or an edited proposal, in a form made from the question's own schema. Ctrl Enter sends it. */
import { useId, useState } from "react";
import { Button } from "../../../components/controls/button.tsx";
import { useKeptText } from "../../../kept/use-kept-text.ts";
import { SchemaForm } from "../../../schema-form/schema-form.tsx";
import { useDraft } from "../../../schema-form/use-draft.ts";

interface AnswerFormProps {
  readonly schema: unknown;
  readonly value: unknown;
  readonly action: string;
  /** Whether a reason is asked for, too. */
  readonly why?: "optional" | "needed";
  /** What it is for: under that name what is typed outlives the page, until it is recorded or cancelled. */
  readonly keptAs: string;
  readonly onSend: (value: unknown, reason: string | null) => void;
  readonly onCancel?: () => void;
}

export function AnswerForm({ schema, value, action, why, keptAs, onSend, onCancel }: AnswerFormProps) {
  const { text: reason, change: setReason, forget: forgetReason } = useKeptText(`${keptAs}/why`);
  const [wasTried, setWasTried] = useState(false);
  const reasonField = useId();
  const isUnexplained = why === "needed" && reason.trim() === "";
  const { field, draft, complaints, change, finish, forget } = useDraft(schema, value, keptAs);
  const cancel =
    onCancel &&
    (() => {
      forget();
      forgetReason();
      onCancel();
    });
  const submit = () => {
    const finished = finish();
    setWasTried(true);
    if (finished && !isUnexplained) onSend(finished.value, reason.trim() === "" ? null : reason.trim());
  };
  return (
    <form
      className="gate-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
        if (event.key === "Escape" && cancel) {
          event.stopPropagation();
          cancel();
        }
      }}
    >
      <SchemaForm field={field} draft={draft} onChange={change} complaints={complaints} />
      {why !== undefined && (
        <div className="field">
          <label htmlFor={reasonField}>
            Why you change it
            {why === "optional" && <span className="faint"> (optional)</span>}
          </label>
          <textarea
            id={reasonField}
            rows={2}
            maxLength={2_000}
            value={reason}
            placeholder="The process and the next person read this"
            aria-invalid={wasTried && isUnexplained}
            onChange={(event) => setReason(event.target.value)}
          />
          {why === "needed" && <p className="soft">A policy wants a reason for each change.</p>}
        </div>
      )}
      {(Object.keys(complaints).length > 0 || (wasTried && isUnexplained)) && (
        <p className="field-error" role="alert">
          Not sent: correct what is marked.
        </p>
      )}
      <div className="row">
        <Button look="primary" type="submit" keys="Ctrl ⏎">
          {action}
        </Button>
        {cancel && (
          <Button look="quiet" keys="Esc" onClick={cancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
