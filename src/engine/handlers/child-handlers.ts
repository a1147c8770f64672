/** `run.start` starts another run; joining it waits for its end. */
import { z } from "zod";
import { derivedId } from "../../kernel/ids.ts";
import { anyJson } from "../../kernel/schema.ts";
import { text } from "../../log/rows.ts";
import { type Command, type CommandHandler, done, type Progress, type RunView } from "../command.ts";
import type { Engine } from "../engine.ts";
import { runFinishedSchema, runStream } from "../run-events.ts";

const startArgs = z.object({ input: anyJson, subject: z.string().nullable() });
const joinArgs = z.object({ run: z.string() });

export function startHandler(engine: Engine): CommandHandler {
  return {
    kind: "start",
    advance(run, command) {
      const id = derivedId(run.id, "child", command.seq);
      const { input, subject } = startArgs.parse(command.args);
      if (!engine.registry.newest(command.name)) {
        return {
          state: "broken",
          code: "unknown_process",
          reason: `there is no process "${command.name}"`,
          next: "Load the file that defines it, then `praxis retry` the run.",
        };
      }
      const { log } = engine;
      log.write((transaction) => {
        if (transaction.head(runStream(id)) > 0) return;
        const child = {
          process: command.name,
          input,
          account: run.account,
          subject: subject === null ? run.subject : engine.subjects.resolve(log.sql, run.account, subject).subject,
          trigger: null,
          parent: run.id,
        };
        engine.startIn(transaction, id, child, { principal: `process:${run.process}`, correlation: run.correlation });
      });
      return done(id);
    },
    withdraw: () => true,
  };
}

export function joinHandler(engine: Engine, cancel: (runId: string, why: string) => void): CommandHandler {
  return {
    kind: "join",
    advance: (_run, command) => advanceJoin(engine, command),
    withdraw(run: RunView, command: Command, why: string) {
      const child = joinArgs.parse(command.args).run;
      // A fork may wait for what its origin started: that is not its own to cancel.
      if (engine.log.sql.get("SELECT parent FROM runs WHERE id = ?", child)?.parent !== run.id) return true;
      const last = lastOf(engine, child);
      if (last.status === "done" || last.status === "cancelled") return true;
      if (!isAsked(engine, last.id)) cancel(last.id, why);
      return false;
    },
  };
}

/** Whether the child was asked to cancel before: this is looked at more than once. */
function isAsked(engine: Engine, runId: string): boolean {
  return engine.log.readStream(runStream(runId)).some((event) => event.type === "CancelRequested");
}

function advanceJoin(engine: Engine, command: Command): Progress {
  const last = lastOf(engine, joinArgs.parse(command.args).run);
  if (last.status === "cancelled") return done({ status: "cancelled" });
  if (last.status === "done") {
    const event = engine.log.readStream(runStream(last.id)).at(-1);
    const finished = runFinishedSchema.safeParse(event?.data);
    return done({ status: "done", value: finished.success ? finished.data.value : null });
  }
  return {
    state: "waiting",
    on: { kind: "run", key: last.id },
    what: `the run ${last.id} of "${command.name}"`,
    owner: "run",
    dueAt: null,
  };
}

/** The run, or the last of those it went on as. */
function lastOf(engine: Engine, runId: string): { id: string; status: string } {
  let id = runId;
  for (;;) {
    const row = engine.log.sql.get("SELECT status, detail FROM runs WHERE id = ?", id);
    if (!row) return { id, status: "unknown" };
    const status = text(row, "status");
    if (status !== "done" || typeof row.detail !== "string") return { id, status };
    id = row.detail;
  }
}
