/** Tells when a run's end is on disk, as the answer of a run is given to whoever called it. */
import type { Engine } from "../../src/engine/engine.ts";
import type { StartRun } from "../../src/engine/run-events.ts";
import type { Json } from "../../src/kernel/json.ts";
import type { OpenedBench } from "./open-praxis.ts";

export class RunEnds {
  readonly #opened: OpenedBench;
  readonly #awaited = new Map<string, { resolve: (value: Json) => void; reject: (error: Error) => void }>();

  constructor(opened: OpenedBench) {
    this.#opened = opened;
    const { engine } = opened.praxis;
    const end: Engine["end"] = engine.end.bind(engine);
    engine.end = (run, event, cause, successor) => {
      end(run, event, cause, successor);
      const caller = this.#awaited.get(run.id);
      if (caller === undefined) return;
      this.#awaited.delete(run.id);
      const value = event.type === "RunFinished" ? event.data.value : null;
      opened.log.whenDurable().then(() => caller.resolve(value), caller.reject);
    };
    const tell = engine.onSetAside;
    engine.onSetAside = (transaction, run, setAside) => {
      tell(transaction, run, setAside);
      this.#awaited.get(run)?.reject(new Error(`${setAside.code}: ${setAside.reason}`));
      this.#awaited.delete(run);
    };
  }

  /** Starts a run. @returns what it answered, once that is on disk. */
  run(process: string, input: Json): Promise<Json> {
    const { praxis, log, ports } = this.#opened;
    const id = ports.newId();
    const { promise, resolve, reject } = Promise.withResolvers<Json>();
    this.#awaited.set(id, { resolve, reject });
    const begun: StartRun = { process, input, account: "default", subject: null, trigger: null, parent: null };
    log.write((transaction) => praxis.engine.startIn(transaction, id, begun, { principal: "bench", correlation: id }));
    return promise;
  }
}
