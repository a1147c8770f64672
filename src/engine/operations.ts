/** What people do to runs: cancel, retry. Recorded with who and why. */
import { assert, PraxisError } from "../kernel/errors.ts";
import { followUp } from "../kernel/event.ts";
import { text } from "../log/rows.ts";
import type { Engine } from "./engine.ts";
import { runStream, withRunOutline } from "./run-events.ts";

export interface Authority {
  readonly principal: string;
  readonly why: string;
}

/** Cancels a run: what it waits for is withdrawn, and what it did in scopes is compensated, newest first. @throws unknown_run, run_is_over */
export function cancelRun(engine: Engine, runId: string, authority: Authority): Promise<void> {
  const status = statusOf(engine, runId);
  if (status === "done" || status === "cancelled") throw overError(runId, status);
  return appendOutside(engine, runId, "CancelRequested", authority);
}

/** Takes up a run that was set aside: it is replayed, and goes on after its last recorded step. @throws unknown_run, run_is_not_set_aside */
export function retryRun(engine: Engine, runId: string, authority: Authority): Promise<void> {
  const status = statusOf(engine, runId);
  if (status !== "set aside") {
    throw new PraxisError("run_is_not_set_aside", `run ${runId} is ${status}, not set aside`, {
      next: "Nothing to do: only a run that was set aside can be retried.",
    });
  }
  return appendOutside(engine, runId, "RunResumed", authority);
}

/** Sets a run aside from outside, before the engine starts: one that made the process before end itself. */
export function setRunAside(engine: Engine, runId: string, reason: string, next: string): void {
  engine.log.write((transaction) => {
    const stream = runStream(runId);
    const first = engine.log.readEvent(stream, 1);
    if (!first) return;
    const data = { code: "endless", reason, next, diff: null };
    transaction.append(
      stream,
      transaction.head(stream),
      [withRunOutline({ type: "RunSetAside", data })],
      followUp(first, "system"),
    );
    engine.onSetAside(transaction, runId, data);
  });
}

/** @throws unknown_run */
export function statusOf(engine: Engine, runId: string): string {
  const row = engine.log.sql.get("SELECT status FROM runs WHERE id = ?", runId);
  if (!row) throw new PraxisError("unknown_run", `there is no run ${runId}`, { next: "`praxis runs` lists them." });
  return text(row, "status");
}

/** A run in memory owns its stream; it is put out of memory first, and revived with the new event in its history. */
function appendOutside(
  engine: Engine,
  runId: string,
  type: "CancelRequested" | "RunResumed",
  authority: Authority,
): Promise<void> {
  const driver = engine.driverOf(runId);
  if (driver) engine.evict(driver);
  try {
    return engine.log.write((transaction) => {
      driver?.recordOwn();
      const stream = runStream(runId);
      const first = engine.log.readEvent(stream, 1);
      assert(first, "a run in the table has a first event");
      transaction.append(
        stream,
        transaction.head(stream),
        [{ type, data: { why: authority.why } }],
        followUp(first, authority.principal),
      );
    }).durable;
  } finally {
    // Also where nothing could be recorded: it was put out of memory.
    engine.wake(runId);
  }
}

function overError(runId: string, status: string): PraxisError {
  return new PraxisError("run_is_over", `run ${runId} is ${status} already`, {
    next: "Nothing was changed. What it did can be undone by contracts only.",
  });
}

/** Destroys the key of one subject (K10) and sets the subject's runs aside that are not over. @returns whether there was anything to erase. */
export function eraseSubject(engine: Engine, subject: string, authority: Authority): boolean {
  const runs = engine.log.sql.all(
    "SELECT id FROM runs WHERE subject = ? AND status IN ('moving', 'waiting')",
    engine.log.pseudonym(subject),
  );
  const ids = runs.map((row) => text(row, "id"));
  for (const id of ids) engine.driverOf(id)?.recordOwn();
  const { value } = engine.log.erase(subject, { principal: authority.principal });
  for (const id of ids) {
    const driver = engine.driverOf(id);
    if (driver) engine.evict(driver);
    engine.wake(id);
  }
  engine.onErased(engine.log.pseudonym(subject));
  return value;
}
