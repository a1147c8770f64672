/** What the runner and the process of an engine say to each other: one command at a time, and its answer. */
import { z } from "zod";
import { modes } from "../engine.ts";

const count = z.int().positive();

export const commandSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("describe") }),
  z.object({ do: z.literal("start"), folder: z.string() }),
  /** Runs one after the other; the answer is what each took. */
  z.object({ do: z.literal("alone"), count, marked: z.boolean() }),
  /** Runs of which so many are under way; the answer is what they took together. */
  z.object({ do: z.literal("together"), count, concurrency: count }),
  z.object({ do: z.literal("bytes") }),
  z.object({ do: z.literal("processes") }),
  z.object({ do: z.literal("stop") }),
]);
export type Command = z.infer<typeof commandSchema>;

export const answerSchema = z.union([z.object({ value: z.unknown() }), z.object({ error: z.string() })]);
export type Answer = z.infer<typeof answerSchema>;

export const descriptionSchema = z.object({
  name: z.string(),
  version: z.string(),
  store: z.string(),
  promises: z.enum(modes),
  settledBy: z.string(),
});
export type Description = z.infer<typeof descriptionSchema>;
