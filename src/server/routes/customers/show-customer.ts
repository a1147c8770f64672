/** Customers as the API shows them, put together from their rows and from what lies sealed. */
import { PraxisError } from "../../../kernel/errors.ts";
import type { EventLog, Row } from "../../../log/event-log.ts";
import { integer, text } from "../../../log/rows.ts";
import { tellHeadline } from "../../../oversee/story/tell-story.ts";
import type { StoryDeps } from "../../../oversee/story/telling/facts.ts";
import { clusterOf, handlesOf, nameOf, refOf } from "../../../remember/identity/read-customers.ts";
import { historyOf } from "../../../remember/identity/read-history.ts";
import { housekeeping } from "../../lists/housekeeping.ts";
import type { CustomerDetailView, CustomerView } from "../../views/customer-view.ts";
import { titleOf } from "../../views/run-view.ts";

const mostInList = 10;
/** A customer's page tells each in a sentence; all of them are a list of runs. */
const mostRuns = 12;

export function showCustomer(
  log: EventLog,
  cluster: readonly Row[],
  root: Row,
  mostHandles = mostInList,
): CustomerView {
  const id = text(root, "id");
  return {
    id,
    name: nameOf(log, id),
    account: text(root, "account"),
    handles: handlesOf(log, cluster, mostHandles).map(({ kind, value, why, at }) => ({ kind, value, why, at })),
    runs: cluster.reduce((sum, row) => sum + integer(row, "runs"), 0),
    lastSeenAt: integer(root, "seen_at"),
  };
}

/** @throws unknown_customer */
export function detailOf(deps: StoryDeps, askedFor: string): CustomerDetailView {
  const { log } = deps;
  const cluster = clusterOf(log, askedFor);
  const [root, ...others] = cluster;
  if (!root) {
    throw new PraxisError("unknown_customer", `there is no customer ${askedFor}`, {
      next: "They may have been erased. GET /api/customers lists who there is.",
    });
  }
  const account = text(root, "account");
  const runs = cluster.flatMap((row) =>
    log.sql.all(
      `SELECT * FROM runs INDEXED BY runs_by_subject WHERE subject = ? AND account = ? AND process NOT IN (${housekeeping}) ORDER BY started_at DESC LIMIT ?`,
      text(row, "subject"),
      account,
      mostRuns,
    ),
  );
  return {
    ...showCustomer(log, cluster, root, 500),
    askedFor,
    merged: others.map((row) => refOf(log, text(row, "id"))),
    history: historyOf(log, cluster).map(({ handle, ...change }) => ({
      ...change,
      handle: handle ? { kind: handle.kind, value: handle.value } : null,
    })),
    newestRuns: runs
      .toSorted((one, other) => integer(other, "started_at") - integer(one, "started_at"))
      .slice(0, mostRuns)
      .map((row) => ({
        id: text(row, "id"),
        process: text(row, "process"),
        status: text(row, "status"),
        startedAt: integer(row, "started_at"),
        title: titleOf(log, text(row, "id"), text(row, "process")),
        headline: tellHeadline(deps, row),
      })),
    subjects: cluster.map((row) => text(row, "subject")),
  };
}
