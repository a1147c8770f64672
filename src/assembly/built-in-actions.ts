/** Who carries out the contracts of Praxis itself. */
import type { LocalActions } from "../act/ports.ts";
import type { EventLog } from "../log/event-log.ts";
import { linkCustomerAction } from "../oversee/built-in/link-customer.ts";
import { publishReportAction } from "../oversee/built-in/publish-report.ts";
import { readFiguresAction } from "../oversee/built-in/read-figures.ts";
import type { CustomerBook } from "../remember/identity/customer-book.ts";

export function builtInActions(parts: { readonly log: EventLog; readonly customers: CustomerBook }): LocalActions {
  const { log, customers } = parts;
  return { ...linkCustomerAction(log, customers), ...readFiguresAction(log), ...publishReportAction() };
}
