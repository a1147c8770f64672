/** A text that is chosen among what there is, by its name; anything else is typed. What is typed stays where it is no choice. */
import { useState } from "react";
import type { TextChoice } from "./read-schema.ts";

interface ChoiceInputProps {
  readonly id: string;
  readonly value: string;
  readonly choices: readonly TextChoice[];
  readonly onText: (text: string) => void;
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string | undefined;
}

const other = "other";

export function ChoiceInput({ id, value, choices, onText, ...state }: ChoiceInputProps) {
  const [isTyping, setIsTyping] = useState(false);
  const index = choices.findIndex((choice) => choice.value === value);
  const isOther = isTyping || (value !== "" && index < 0);
  return (
    <>
      <select
        id={id}
        className="choice choice-named"
        value={isOther ? other : index < 0 ? "" : index}
        {...state}
        onChange={({ target }) => {
          setIsTyping(target.value === other);
          onText(choices[Number(target.value || Number.NaN)]?.value ?? "");
        }}
      >
        <option value="">Choose</option>
        {choices.map((choice, at) => (
          <option key={choice.value} value={at}>
            {choice.label}
          </option>
        ))}
        <option value={other}>Something else: type it</option>
      </select>
      {index >= 0 && !isOther && (
        // On a narrow page the select shows only its beginning.
        <span className="choice-whole" aria-hidden="true">
          {choices[index]?.label}
        </span>
      )}
      {isOther && (
        <input
          type="text"
          autoComplete="off"
          aria-label="Something else"
          value={value}
          {...state}
          onChange={({ target }) => {
            setIsTyping(true);
            onText(target.value);
          }}
        />
      )}
    </>
  );
}
