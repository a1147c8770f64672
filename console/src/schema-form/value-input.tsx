/** The input of one value. */
import { ChoiceInput } from "./choice-input.tsx";
import type { Draft } from "./draft.ts";
import type { Field } from "./read-schema.ts";

interface ValueInputProps {
  readonly id: string;
  readonly field: Field;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly isWrong: boolean;
}

const manyLetters = 60;
const inputTypes: Readonly<Record<string, string>> = { date: "date", email: "email", uri: "url" };

export function ValueInput({ id, field, draft, onChange, isWrong }: ValueInputProps) {
  if (field.kind === "flag" && draft.kind === "flag") {
    return (
      <input
        id={id}
        type="checkbox"
        checked={draft.on}
        onChange={(event) => onChange({ kind: "flag", on: event.target.checked })}
      />
    );
  }
  if (draft.kind !== "text") return null;
  const shared = {
    id,
    value: draft.text,
    "aria-invalid": isWrong,
    "aria-describedby": isWrong ? `${id}-error` : undefined,
    onChange: (event: { target: { value: string } }) => onChange({ kind: "text", text: event.target.value }),
  };
  if (field.kind === "choice") {
    return (
      <select className="choice" {...shared}>
        <option value="">{field.nullable ? "None" : "Choose"}</option>
        {field.options.map(({ label }, index) => (
          <option key={label} value={index}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  if (field.kind === "text" && field.choices.length > 0)
    return <ChoiceInput {...shared} choices={field.choices} onText={(text) => onChange({ kind: "text", text })} />;
  if (field.kind === "json") return <textarea className="mono" rows={6} spellCheck={false} {...shared} />;
  if (field.kind === "number")
    return <input type="text" inputMode={field.whole && !field.money ? "numeric" : "decimal"} {...shared} />;
  const format = field.kind === "text" ? field.format : null;
  const isLong = (field.kind === "text" && field.long) || draft.text.length > manyLetters || draft.text.includes("\n");
  if (isLong && format === null) return <textarea rows={4} {...shared} />;
  return <input type={inputTypes[format ?? ""] ?? "text"} autoComplete="off" {...shared} />;
}
