/**
 * `publishReport`: puts a report where people read it, once for a name and a period, however often a schedule fires.
 *
 * A report is sealed as the house's, and so is the run that publishes it: erasing a person does not reach what it says. So it holds figures, and names runs
 * and customers by `reference` alone, which reads `(erased)` once they are.
 */
import { z } from "zod";
import { localAction, localContract } from "../../act/local-contract.ts";
import { publish } from "../reports/report-book.ts";

const largest = 2_000_000;

const wish = z.object({
  name: z.string().min(1).max(200).describe('what it is, such as "weekly exceptions"'),
  period: z.string().min(1).max(100).describe('what it is of, such as "2026-W47"'),
  title: z.string().min(1).max(500),
  html: z
    .string()
    .max(largest)
    .describe("shown in a frame that runs no scripts and loads nothing; names people by `reference` only"),
  markdown: z.string().max(largest),
});

const output = z.object({
  report: z.string(),
  /** False where this name and period was published before: that one stands. */
  isNew: z.boolean(),
});

export const publishReport = localContract("praxis.publishReport", {
  input: wish,
  output,
  describe: ({ name, period }) => `Publish the report "${name}" of ${period}`,
});

export function publishReportAction() {
  return localAction(publishReport, ({ transaction, run }, report) => {
    const cause = { principal: `process:${run.process}`, correlation: run.correlation };
    const { id, isNew } = publish(transaction, { ...report, account: run.account, run: run.id }, cause);
    return { report: id, isNew };
  });
}
