/** A run's story as the API shows it: one page of moments, and what stands beside them. */
import { z } from "@hono/zod-openapi";
import { attemptSchema, barSchema, momentSchema, stepSchema } from "../../oversee/story/story-shape.ts";
import { effectSchema } from "./effect-view.ts";
import { momentSchema as eventMoment } from "./event-view.ts";
import { gateSchema } from "./gate-view.ts";
import { runContentSchema, runSchema } from "./run-view.ts";

const storyEffectSchema = effectSchema.extend({ attemptsLog: z.array(attemptSchema) }).openapi("StoryEffect");

export const storySchema = z
  .object({
    run: runSchema,
    headline: z.string(),
    why: z.string().nullable().openapi({ description: "what it waits for, since when, and who can end that" }),
    erasure: z
      .object({ at: eventMoment, by: z.string(), why: z.string() })
      .nullable()
      .openapi({ description: "when, by whom and why what it was about was erased; null where it was not" }),
    ...runContentSchema.shape,
    moments: z.array(momentSchema.openapi("Moment")),
    momentsFrom: z.int().openapi({ description: "number of the first moment on this page; the first of all is 1" }),
    momentsTotal: z.int(),
    bars: z.array(barSchema.openapi("Bar")),
    effects: z
      .array(storyEffectSchema)
      .openapi({ description: "those of this page, and all that are not settled; at most 200" }),
    effectsTotal: z.int(),
    gates: z.array(gateSchema).openapi({ description: "those of this page, and all that are open; at most 200" }),
    gatesTotal: z.int(),
    steps: z.array(stepSchema.openapi("Step")).openapi({ description: "those whose outcome came on this page" }),
    events: z.int().openapi({ description: "how many events the run's own stream holds" }),
  })
  .openapi("Story");
export type StoryView = z.output<typeof storySchema>;
export type MomentView = StoryView["moments"][number];
export type BarView = StoryView["bars"][number];
export type StepView = StoryView["steps"][number];
export type StoryEffectView = z.output<typeof storyEffectSchema>;
export type AttemptView = StoryEffectView["attemptsLog"][number];
