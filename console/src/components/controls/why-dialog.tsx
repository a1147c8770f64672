/** Asks for a reason before something is done. What is typed stays until it is done; a failure is shown in place. */
import { type ReactNode, useId, useState } from "react";
import { useKeptText } from "../../kept/use-kept-text.ts";
import { FailureNote } from "../feedback/failure-note.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

interface WhyDialogProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** What the button says: "Decline", "Stop everything". */
  readonly action: string;
  readonly look?: "primary" | "danger";
  readonly label?: string;
  readonly placeholder?: string;
  readonly optional?: boolean;
  /** Why it cannot be done yet, in words; null where it can. Said once somebody tries. */
  readonly missing?: string | null;
  /** What it is for: under that name what is typed outlives the page. */
  readonly keptAs?: string;
  readonly onClose: () => void;
  /** Closes the dialog where it succeeds. */
  readonly onConfirm: (why: string) => Promise<unknown> | undefined;
}

export function WhyDialog(props: WhyDialogProps) {
  const { title, children, action, look = "primary", label = "Why", placeholder = "", optional = false } = props;
  const { text: why, change: setWhy, forget } = useKeptText(props.keptAs ?? null);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [hasTried, setHasTried] = useState(false);
  const missing = props.missing ?? null;
  const field = useId();
  const form = useId();

  const confirm = async () => {
    // The keys send, too, also when they are held down.
    if (isBusy) return;
    setHasTried(true);
    if (missing !== null) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await props.onConfirm(why.trim());
      props.onClose();
    } catch (thrown) {
      setFailure(thrown);
      setIsBusy(false);
    }
  };

  const cancel = () => {
    forget();
    props.onClose();
  };

  return (
    <Dialog
      title={title}
      onClose={cancel}
      footer={
        <>
          <Button look="quiet" onClick={cancel}>
            Cancel
          </Button>
          <Button look={look} type="submit" form={form} disabled={isBusy || (!optional && why.trim() === "")}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (optional || why.trim() !== "") void confirm();
        }}
      >
        {children}
        <div className="field">
          <label htmlFor={field}>
            {label}
            {optional && <span className="faint"> (optional)</span>}
          </label>
          <textarea
            id={field}
            rows={3}
            maxLength={2_000}
            value={why}
            placeholder={placeholder}
            onChange={(event) => setWhy(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        </div>
        {hasTried && missing !== null && (
          <p className="field-error" role="alert">
            {missing}
          </p>
        )}
        {failure !== null && <FailureNote thrown={failure} changed />}
      </form>
    </Dialog>
  );
}
