/** What a telling gives; where it stands in the story is added by whoever asked. */
import type { Moment } from "../story-shape.ts";

export type Told = Pick<Moment, "kind" | "what" | "why" | "by" | "from" | "of" | "step" | "letter" | "edits">;

/** A moment that nobody in particular is behind. */
export const nobody: Omit<Told, "kind" | "what"> = {
  why: null,
  by: null,
  from: null,
  of: null,
  step: null,
  letter: null,
  edits: [],
};
