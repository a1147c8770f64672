/** Notes the hash of each run's state while it is live, as a replay is to find it again later: just before its next event is recorded, when it is quiet. */
import type { LiveRun } from "../../engine/live-run.ts";
import { RunState } from "../../engine/replay/run-state.ts";
import { outcomeSchema } from "../../engine/run-events.ts";
import type { Praxis } from "../assemble.ts";

/** By run, then by number of the event after which the run was in it. */
export type LiveStates = Map<string, Map<number, string>>;

export function noteLiveStates({ engine, log }: Pick<Praxis, "engine" | "log">, states: LiveStates): void {
  const note = (run: LiveRun): void => {
    const state = new RunState();
    for (const event of log.readStream(run.stream))
      if (event.type === "OutcomeDelivered") state.tell(outcomeSchema.parse(event.data));
    const ofRun = states.get(run.id) ?? new Map<number, string>();
    states.set(run.id, ofRun.set(run.head, state.hash(run)));
  };
  const append = engine.append.bind(engine);
  const end = engine.end.bind(engine);
  engine.append = (run, event, cause) => {
    note(run);
    return append(run, event, cause);
  };
  engine.end = (run, event, cause, successor) => {
    note(run);
    end(run, event, cause, successor);
  };
}
