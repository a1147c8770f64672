/** One customer in the list. */
import { Link } from "@tanstack/react-router";
import type { Customer } from "../../api/types.ts";
import { Moment } from "../../components/values/moment.tsx";
import { handlesInLine, runsText } from "./customer-words.ts";

export function CustomerRow({ customer, current }: { customer: Customer; current: boolean }) {
  const { id, name, runs, lastSeenAt } = customer;
  return (
    <Link
      to="/customers/$id"
      params={{ id }}
      search={(before) => before}
      className="row-link customer-row"
      aria-current={current ? "true" : undefined}
    >
      <span className="customer-name">{name}</span>
      <span className="customer-handles">{handlesInLine(customer)}</span>
      <span className="customer-runs">{runsText(runs)}</span>
      <span className="customer-seen">
        <Moment at={lastSeenAt} />
      </span>
    </Link>
  );
}
