/** Saved views: a person's own filters of a list, by name. */
import { z } from "@hono/zod-openapi";
import { savedPages } from "../../oversee/saved-views/saved-views-table.ts";
import { momentSchema } from "./event-view.ts";

export const savedSchema = z
  .object({
    name: z.string(),
    page: z.enum(savedPages),
    query: z.string().openapi({ description: "the list's query as it stands in its address, without `?`" }),
    changedAt: momentSchema,
  })
  .openapi("SavedView");
export type SavedView = z.output<typeof savedSchema>;
