/** Levels of autonomy in words: how far an action may go by itself. */
export const levels = ["shadow", "suggest", "gated", "autonomous"] as const;
export type Level = (typeof levels)[number];

const words: Readonly<Record<string, string>> = {
  shadow: "Nothing is done; what would have been done is only written down.",
  suggest: "A person does it by hand; Praxis says what and why.",
  gated: "It is done alone, unless a policy or a high risk asks a person first.",
  autonomous: "It is done alone; policies still ask and deny.",
};

export const explainLevel = (level: string): string => words[level] ?? "As it was set.";

export const isLevel = (value: string): value is Level => levels.some((level) => level === value);
