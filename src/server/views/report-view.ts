/** Published reports as the API shows them. Their HTML is to be shown in a frame that runs no scripts. */
import { z } from "@hono/zod-openapi";
import { momentSchema } from "./event-view.ts";

export const reportSchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({ example: "weekly exceptions" }),
    period: z.string().openapi({ example: "2026-W47" }),
    title: z.string(),
    account: z.string(),
    at: momentSchema,
    run: z.string().openapi({ description: "the run that published it" }),
  })
  .openapi("Report");
export type ReportView = z.output<typeof reportSchema>;

export const reportDetailSchema = reportSchema
  .extend({ html: z.string(), markdown: z.string() })
  .openapi("ReportDetail");
export type ReportDetailView = z.output<typeof reportDetailSchema>;
