/**
 * `linkCustomer`: a process says that several handles belong to one customer, and why. It never joins two customers who are known apart unless it is told to
 * merge them, on record and to be undone by a person; otherwise they are suggested to a person. What they are called is shown, and joins nobody.
 */
import { z } from "zod";
import { localAction, localContract } from "../../act/local-contract.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { CustomerBook } from "../../remember/identity/customer-book.ts";
import { handleSchema } from "../../remember/identity/handles.ts";
import { resolveHandles } from "../../remember/identity/resolve-handles.ts";

const wish = z.object({
  handles: z.array(handleSchema).min(1).max(20).describe("of one person, strongest first"),
  why: z.string().min(1).max(1_000).describe("what shows it: for the person who reads the customer's page"),
  name: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("what they are called; shown only, for two people may bear one name"),
  merge: z.boolean().optional().describe("true where this is proof enough to join customers who were known apart"),
});

const output = z.object({
  customer: z.string(),
  /** How many handles are new. */
  linked: z.int(),
  /** Customers who have some of these handles and are not joined; null where there are none. A person is asked. */
  conflict: z.object({ customers: z.array(z.string()) }).nullable(),
});

export const linkCustomer = localContract("praxis.linkCustomer", {
  input: wish,
  output,
  describe: ({ handles, why }) => `Link ${handles.map(({ kind, value }) => `${kind} ${value}`).join(", ")}: ${why}`,
});

export function linkCustomerAction(log: EventLog, customers: CustomerBook) {
  return localAction(linkCustomer, ({ transaction, run }, { handles, why, name, merge = false }) => {
    const principal = `process:${run.process}`;
    const evidence = {
      position: run.signalsFrom,
      principal,
      correlation: run.correlation,
      where: `a run of ${run.process}`,
    };
    const found = resolveHandles(log, transaction.sql, run.account, handles);
    if (!found) return { customer: "", linked: 0, conflict: null };
    if (merge)
      for (const other of found.others)
        customers.merge(transaction, found.base.id, other.id, { principal, why, correlation: run.correlation });
    const others = merge ? [] : found.others;
    const linked = customers.record(transaction, { ...found, others }, evidence, why);
    if (name !== undefined) customers.call(transaction, found.base, name, evidence, why);
    const conflict = others.length === 0 ? null : { customers: others.map(({ root }) => root) };
    return { customer: found.base.root, linked: linked.length, conflict };
  });
}
