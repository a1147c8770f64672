/** A value that may be replaced: as it is until somebody chooses to edit it, then as JSON. */
import { useId } from "react";

export interface JsonText {
  readonly text: string;
}

interface JsonEditorProps {
  readonly label: string;
  readonly initial: unknown;
  /** Null while the value is left as it is. */
  readonly text: JsonText | null;
  readonly onChange: (text: JsonText | null) => void;
}

export function readJsonText({ text }: JsonText): { ok: true; value: unknown } | { ok: false } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false };
  }
}

export function JsonEditor({ label, initial, text, onChange }: JsonEditorProps) {
  const id = useId();
  const isWrong = text !== null && !readJsonText(text).ok;
  return (
    <div className="stack">
      <label className="row">
        <input
          type="checkbox"
          checked={text !== null}
          onChange={(event) =>
            onChange(event.target.checked ? { text: JSON.stringify(initial ?? null, null, 2) } : null)
          }
        />
        {label}
      </label>
      {text !== null && (
        <div className="field">
          <label htmlFor={id} className="only-read-aloud">
            {label}, as JSON
          </label>
          <textarea
            id={id}
            className="mono"
            rows={Math.min(14, Math.max(4, text.text.split("\n").length))}
            spellCheck={false}
            value={text.text}
            aria-invalid={isWrong}
            onChange={(event) => onChange({ text: event.target.value })}
          />
          {isWrong && <p className="field-error">This is no JSON.</p>}
        </div>
      )}
    </div>
  );
}
