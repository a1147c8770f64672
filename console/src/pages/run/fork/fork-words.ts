/** What a rehearsal says of each step, in words and colours: what is new in the world stands out. */
import type { RehearsedStep } from "../../../api/types.ts";
import type { StatusWords } from "../../../text/status-words.ts";

const words: Readonly<Record<RehearsedStep["outcome"], StatusWords>> = {
  kept: { text: "Kept", tone: "past" },
  edited: { text: "Edited", tone: "moving" },
  "recorded again": { text: "Recorded again", tone: "past" },
  "already done: met": { text: "Was done before, not done again", tone: "done" },
  "would be done": { text: "Would be done", tone: "moving" },
  "would be proposed": { text: "Would be proposed only", tone: "past" },
  "would ask": { text: "Would ask a person", tone: "person" },
  "would be decided": { text: "Would be decided", tone: "moving" },
  "would be read": { text: "Would be read again", tone: "past" },
  "would be given": { text: "Would be given", tone: "past" },
  "would wait": { text: "Would wait", tone: "past" },
  "would start": { text: "Would start a run", tone: "moving" },
  "would be set aside": { text: "Would be set aside", tone: "failed" },
  denied: { text: "Would be denied", tone: "failed" },
  conflict: { text: "Conflict", tone: "failed" },
  "not reached": { text: "Not reached", tone: "past" },
};

export const stepWords = (step: RehearsedStep): StatusWords => words[step.outcome];

/** "2 would be done, 1 was done before, 1 would ask a person." */
export function summaryOf(steps: readonly RehearsedStep[]): string {
  const count = (outcome: RehearsedStep["outcome"]) => steps.filter((step) => step.outcome === outcome).length;
  const parts = [
    [count("would be done"), "would be done in the world"],
    [count("already done: met"), "done before, not done again"],
    [count("would ask"), "would ask a person"],
    [count("conflict") + count("denied"), "would be stopped"],
  ] as const;
  const said = parts.flatMap(([number, text]) => (number === 0 ? [] : [`${number} ${text}`]));
  return said.length === 0 ? "Nothing would be done in the world." : `${said.join(", ")}.`;
}
