/** Who carries out the contracts of Praxis itself. */
import type { LocalActions } from "../act/ports.ts";
import type { Engine } from "../engine/engine.ts";
import { linkCustomerAction } from "../oversee/built-in/link-customer.ts";
import { publishReportAction } from "../oversee/built-in/publish-report.ts";
import { readFiguresAction } from "../oversee/built-in/read-figures.ts";
import type { CustomerBook } from "../remember/identity/customer-book.ts";

export function builtInActions(parts: { readonly engine: Engine; readonly customers: CustomerBook }): LocalActions {
  const { engine, customers } = parts;
  const { log } = engine;
  return { ...linkCustomerAction(log, customers), ...readFiguresAction(log), ...publishReportAction(engine) };
}
