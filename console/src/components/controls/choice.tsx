/** A choice of one among a few, as the browser's own select; and the same as a row of buttons. */
interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <select
      className="choice"
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface TabsProps<T extends string> extends ChoiceProps<T> {
  /** How many there are of each, where that is known. */
  readonly counts?: Partial<Record<T, number>>;
}

export function Tabs<T extends string>({ label, value, options, onChange, counts = {} }: TabsProps<T>) {
  return (
    <fieldset className="tabs">
      <legend className="only-read-aloud">{label}</legend>
      {options.map((option) => {
        const count = counts[option.value];
        return (
          <button
            key={option.value}
            type="button"
            className="tab"
            aria-pressed={option.value === value}
            onClick={() => onChange(option.value)}
          >
            {option.label}
            {count !== undefined && <span className="tab-count">{count.toLocaleString("en-GB")}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
