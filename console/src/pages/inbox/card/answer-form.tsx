/** An answer, or an edited proposal, in a form made from the question's own schema. Ctrl Enter sends it. */
import { Button } from "../../../components/controls/button.tsx";
import { SchemaForm } from "../../../schema-form/schema-form.tsx";
import { useDraft } from "../../../schema-form/use-draft.ts";

interface AnswerFormProps {
  readonly schema: unknown;
  readonly value: unknown;
  readonly action: string;
  /** What it is for: under that name what is typed outlives the page, until it is recorded or cancelled. */
  readonly keptAs: string;
  readonly onSend: (value: unknown) => void;
  readonly onCancel?: () => void;
}

export function AnswerForm({ schema, value, action, keptAs, onSend, onCancel }: AnswerFormProps) {
  const { field, draft, complaints, change, finish, forget } = useDraft(schema, value, keptAs);
  const cancel =
    onCancel &&
    (() => {
      forget();
      onCancel();
    });
  const submit = () => {
    const finished = finish();
    if (finished) onSend(finished.value);
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
      {Object.keys(complaints).length > 0 && (
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
