/** One run in the list: on one line in columns, or on two. */
import { Link } from "@tanstack/react-router";
import type { Run } from "../../api/types.ts";
import { Moment } from "../../components/values/moment.tsx";
import { RunPill } from "../../components/values/status-pill.tsx";

interface RunRowProps {
  readonly run: Run;
  readonly current: boolean;
  readonly inColumns: boolean;
}

export function RunRow({ run, current, inColumns }: RunRowProps) {
  // That it waits for a person is said by its state already.
  const wait = run.waits.find(({ kind }) => kind !== "gate");
  return (
    <Link
      to="."
      search={(before) => ({ ...before, run: run.id })}
      className={inColumns ? "row-link run-row in-columns" : "row-link run-row"}
      aria-current={current ? "true" : undefined}
    >
      <span className="row-title" title={run.title}>
        {run.title}
      </span>
      <span className="row-meta run-cells">
        <span className="run-state">
          <RunPill run={run} />
          {wait !== undefined && <span className="give">for {wait.what}</span>}
        </span>
        <span className="give">{run.customer?.name}</span>
        <span className="run-touches">{touchesOf(run)}</span>
        <span className="push">
          <Moment at={run.changedAt} />
        </span>
      </span>
    </Link>
  );
}

function touchesOf({ touches, forkOf }: Run): string {
  const answers = touches === 0 ? "" : touches === 1 ? "1 answer" : `${touches} answers`;
  return forkOf === null ? answers : [answers, "a fork"].filter(Boolean).join(", ");
}
