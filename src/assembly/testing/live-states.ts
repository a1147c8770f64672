/** Notes the hash of each run's state while it is live, as a replay is to find it again later: just before its next event is recorded, when it is quiet. */
import type { Engine } from "../../engine/engine.ts";
import type { LiveRun } from "../../engine/live-run.ts";
import { RunState } from "../../engine/replay/run-state.ts";
import { outcomeSchema, unpacked } from "../../engine/run-events.ts";
import type { Praxis } from "../assemble.ts";

/** By run, then by number of the event after which the run was in it. */
export type LiveStates = Map<string, Map<number, string>>;

export function noteLiveStates({ engine }: Pick<Praxis, "engine">, states: LiveStates): void {
  watchStates(engine, (run, number, hash) => {
    states.set(run, (states.get(run) ?? new Map<number, string>()).set(number, hash));
  });
}

/** @param engine or the prototype of all of them */
export function watchStates(engine: Engine, note: (run: string, number: number, hash: string) => void): void {
  const { append, end } = engine;
  const look = ({ log }: Engine, run: LiveRun): void => {
    const state = new RunState();
    for (const event of log.readStream(run.stream).flatMap(unpacked))
      if (event.type === "OutcomeDelivered") state.tell(outcomeSchema.parse(event.data));
    note(run.id, run.head, state.hash(run));
  };
  engine.append = function (this: Engine, run, event, cause) {
    // Those it was given already: its state of before is past.
    if (event.type !== "OutcomesDelivered") look(this, run);
    return append.call(this, run, event, cause);
  };
  engine.end = function (this: Engine, run, event, cause, successor) {
    look(this, run);
    end.call(this, run, event, cause, successor);
  };
}
