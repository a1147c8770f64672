/**
 * Mails a published report to the shop's owner. It begins in the transaction that publishes, so each report is mailed once, whatever becomes of the run that
 * wrote it. The mail has ids where the page has names: nobody can erase a mail that has left.
 */
import { type Process, process, withBareIds } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Settings } from "../settings.ts";
import { plainText } from "./plain-text.ts";

export const mailReportName = "mail report";

const published = z.object({
  name: z.string(),
  period: z.string(),
  revision: z.int(),
  title: z.string(),
  html: z.string(),
  markdown: z.string(),
});

export function mailReport({ report }: CustomerContracts, { owner }: Settings): Process {
  return process(
    mailReportName,
    { input: published, isHousekeeping: true },
    async (run, { name, period, revision, title, html, markdown }) => {
      if (owner === null || report === null) return "not mailed: the shop has no mailbox or no owner's address by now";
      const mailed = await run.do(report, {
        to: owner,
        name,
        period,
        revision,
        subject: withBareIds(title),
        text: plainText(withBareIds(markdown)),
        html: withBareIds(html),
      });
      return mailed.status === "succeeded" ? "mailed" : `not mailed: ${mailed.status}`;
    },
  );
}
