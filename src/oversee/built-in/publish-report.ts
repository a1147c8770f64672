/**
 * `publishReport`: puts a report where people read it, once for a name and a period, however often a schedule fires. What is to be done with it (a mail to the
 * owner) is a run of its own, begun in the same transaction: so it is done once, whatever becomes of the run that published it (K3).
 *
 * A report is sealed as the house's, and so is the run that publishes it: erasing a person does not reach what it says. So it holds figures, and names runs
 * and customers by `reference` alone, which reads `(erased)` once they are.
 */
import { z } from "zod";
import { localAction, localContract } from "../../act/local-contract.ts";
import type { Engine } from "../../engine/engine.ts";
import { derivedId } from "../../kernel/ids.ts";
import { publish } from "../reports/report-book.ts";

const largest = 2_000_000;

const wish = z.object({
  name: z.string().min(1).max(200).describe('what it is, such as "weekly exceptions"'),
  period: z.string().min(1).max(100).describe('what it is of, such as "2026-W47"'),
  revision: z
    .int()
    .min(1)
    .optional()
    .describe(
      "1 unless said; a higher one takes the place of what was published, such as `again` of a schedule's event",
    ),
  title: z.string().min(1).max(500),
  html: z
    .string()
    .max(largest)
    .describe("shown in a frame that runs no scripts and loads nothing; names people by `reference` only"),
  markdown: z.string().max(largest),
  start: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      "a process that is started with the report's id, name, period, revision, title, html and markdown, where it is new",
    ),
});

const output = z.object({
  report: z.string(),
  /** False where this name and period was published before in this revision or a higher one: that one stands, and nothing is started. */
  isNew: z.boolean(),
});

export const publishReport = localContract("praxis.publishReport", {
  input: wish,
  output,
  describe: ({ name, period }) => `Publish the report "${name}" of ${period}`,
});

export function publishReportAction(engine: Engine) {
  return localAction(publishReport, ({ transaction, run }, { start, revision = 1, ...report }) => {
    const { account, id: by, correlation } = run;
    const cause = { principal: `process:${run.process}`, correlation };
    const { id, isNew } = publish(engine.log, transaction, { ...report, revision, account, run: by }, cause);
    if (isNew && start !== undefined) {
      const input = { report: id, revision, ...report };
      const begun = { process: start, input, account, subject: null, trigger: null, parent: by };
      engine.startIn(transaction, derivedId("published", id, String(revision)), begun, cause);
    }
    return { report: id, isNew };
  });
}
