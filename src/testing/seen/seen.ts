/** What a test can look at, at any moment: runs, effects, gates, events; and what it can expect of them. */
import type { Connection } from "../../act/connection.ts";
import type { Contract } from "../../act/contract.ts";
import { unpacked } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { Expectations } from "../expect/expectations.ts";
import type { OtherSide } from "../fakes/other-side.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { effectsOf, readEffects, type SeenEffect } from "./seen-effect.ts";
import { readGates, type SeenGate } from "./seen-gate.ts";
import { readRuns, type SeenRun } from "./seen-run.ts";
import { tellStory } from "./story.ts";

export class Seen {
  readonly #current: () => Simulation;

  /** @param current the simulation as it is now: a world may begin anew. */
  constructor(current: () => Simulation) {
    this.#current = current;
  }

  get #simulation(): Simulation {
    return this.#current();
  }

  /** In the order in which they began; of one process only, where one is named. */
  runs(process?: string | { readonly name: string }): SeenRun[] {
    const { log } = this.#simulation.machine;
    const titles = new Map(this.gates().map((gate) => [gate.id, gate.title]));
    const all = readRuns(log, (gate) => titles.get(gate) ?? gate);
    const name = typeof process === "object" ? process.name : process;
    return name === undefined ? all : all.filter((run) => run.process === name);
  }

  /** In the order in which they were intended; of one contract, and then typed by its schemas, where one is given. */
  effects(): SeenEffect[];
  effects<I, O>(contract: Contract<I, O>): SeenEffect<I, O>[];
  effects<I, O>(contract?: Contract<I, O>): SeenEffect[] | SeenEffect<I, O>[] {
    const all = readEffects(this.#simulation.machine);
    return contract ? effectsOf(all, contract) : all;
  }

  gates(): SeenGate[] {
    return readGates(this.#simulation.machine);
  }

  /** Everything on record; each outcome of a step as an event of its own. */
  events(): RecordedEvent[] {
    return this.#simulation.machine.log.readAll(1, 1_000_000).flatMap(unpacked);
  }

  /** Milliseconds since 1970, in the world. */
  now(): number {
    return this.#simulation.clock.now();
  }

  /** The other side of a connection: what it has done, and its fault switches. */
  connection(connection: Connection): OtherSide {
    return this.#simulation.sideOf(connection);
  }

  /** What happened to a run, or to everything, as text lines. */
  story(run?: SeenRun): string[] {
    const { machine, cuts } = this.#simulation;
    return tellStory(machine.log, cuts, run?.id ?? null);
  }

  /** What should be the case: throws with the story where it is not. */
  get expect(): Expectations {
    return new Expectations(this);
  }
}
