/**
 * `world(...)`: a simulated world to test processes in. It has a machine with Praxis on it, a clock that passes 30 days in a moment, a fake other side
 * for each connection, and people who answer gates. Set it up, say what is given and when what happens, and look.
 *
 * Invariants: nothing leaves this process, nothing waits for the real clock, and the same set-up, seed and play give the same story.
 */
import type { Connection } from "../act/connection.ts";
import type { Policy } from "../act/policy/policy.ts";
import type { Level } from "../act/ports.ts";
import type { Definition } from "../assembly/definitions.ts";
import { toJson } from "../kernel/json.ts";
import type { Process } from "../plan/process.ts";
import { type CrashOptions, crashAfterEveryEvent } from "./crash/after-every-event.ts";
import { crashAtRandom, type RandomCrashOptions } from "./crash/at-random.ts";
import type { CrashReport } from "./crash/crash-test.ts";
import { RunExpectation } from "./expect/run-expectation.ts";
import { fakeProvider } from "./fakes/fake-provider.ts";
import type { OtherSide } from "./fakes/other-side.ts";
import type { Routes } from "./fakes/routes.ts";
import type { Person } from "./person.ts";
import { Play } from "./play.ts";
import { Seen } from "./seen/seen.ts";
import type { Setup } from "./simulation/simulation.ts";
import { Stage } from "./stage.ts";

/** Adds steps to a play: `(play) => play.event("ReturnRequested", sample).advance("30 days")`. */
export type Script = (play: Play) => Play;

export class World extends Seen {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    super(() => stage.simulation());
    this.#stage = stage;
  }

  /**
   * What answers in place of the outside system: routes with their handlers, or a `fakeProvider(...)`. A mailbox gets each mail as `POST /mails`, with the
   * mail as its body.
   */
  withConnection(connection: Connection, fake: Routes | OtherSide): this {
    return this.#with((setup) => ({
      fakes: new Map(setup.fakes).set(connection, isOtherSide(fake) ? fake : fakeProvider(fake)),
    }));
  }

  /** Parameters of a policy, as an operator would set them; those that are left out keep their defaults. */
  withParameters<P>(policy: Policy<P>, parameters: Partial<NoInfer<P>>): this {
    const given = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toJson(value)]));
    return this.#with((setup) => ({
      definitions: setup.definitions.includes(policy) ? setup.definitions : [...setup.definitions, policy],
      parameters: [...setup.parameters, { policy: policy.name, parameters: given }],
    }));
  }

  /** The level of autonomy; everywhere, or of one process, or of one contract within it. Default: gated. */
  at(level: Level, process?: Process, contract?: { readonly name: string }): this {
    if (!process) return this.#with(() => ({ level }));
    const scoped = { process: process.name, contract: contract?.name ?? null, level };
    return this.#with((setup) => ({ levels: [...setup.levels, scoped] }));
  }

  /** How people answer gates. Without it they answer only what the play says. */
  person(person: Person): this {
    return this.#with(() => ({ person }));
  }

  /** What all chance in this world follows from. Default 1. */
  seed(seed: number): this {
    return this.#with(() => ({ seed }));
  }

  /** Default: the beginning of 2026, UTC. */
  startingAt(time: Date): this {
    return this.#with(() => ({ startAt: time.getTime() }));
  }

  #with(change: (setup: Setup) => Partial<Setup>): this {
    this.#stage.change(change);
    return this;
  }

  /** What has happened before. Fails if a run is set aside already here: then the test would not test what it means to. */
  async given(script: Script): Promise<this> {
    await this.#stage.perform(script(new Play()).steps);
    for (const run of this.runs()) if (run.setAside) new RunExpectation(this, run).isDone();
    return this;
  }

  /** What happens now. */
  async when(script: Script): Promise<this> {
    await this.#stage.perform(script(new Play()).steps);
    return this;
  }

  /**
   * Performs the play once undisturbed; then again for every event that it records, each time cutting the power right before, and right
   * after, that event is on disk. Fails where a run ends differently, an effect is lost or done twice at a fake, or the chain of hashes breaks. Each
   * performance begins with a new world and what was given and happened so far; afterwards this world is the last one.
   */
  crashingAfterEveryEvent(script: Script, options: CrashOptions = {}): Promise<CrashReport> {
    return this.#stage.crash(script(new Play()).steps, (test) => crashAfterEveryEvent(test, options));
  }

  /** The same with several power cuts in each performance, at moments that follow from the seed. */
  crashingAtRandom(script: Script, options: RandomCrashOptions): Promise<CrashReport> {
    return this.#stage.crash(script(new Play()).steps, (test) => crashAtRandom(test, options));
  }
}

function isOtherSide(fake: Routes | OtherSide): fake is OtherSide {
  return "receive" in fake && typeof fake.receive === "function";
}

/** A world of these processes; contracts and decisions that they use are learned from them. Policies have to be named, or given parameters. */
export function world(...definitions: readonly Definition[]): World {
  return new World(new Stage(definitions));
}
