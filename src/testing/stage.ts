/** What a world stands on: its set-up, the simulation that was made from it, and all steps performed so far, so that they can be performed anew. */
import type { Definition } from "../assembly/definitions.ts";
import { PraxisError } from "../kernel/errors.ts";
import type { CrashReport, CrashTest } from "./crash/crash-test.ts";
import { performPlay } from "./perform-play.ts";
import type { Person } from "./person.ts";
import type { Step } from "./play.ts";
import { type Setup, Simulation } from "./simulation/simulation.ts";

const startAt = Date.UTC(2026, 0, 1);

/** In crash tests, where nobody else was named: power cuts raise questions that the undisturbed play does not, and somebody looks. */
const lookWhatHappened: Person = (gate) => (gate.kind === "unknown" ? "the truth" : "later");

export class Stage {
  #setup: Setup;
  #simulation: Simulation | null = null;
  #isStarted = false;
  #past: readonly Step[] = [];

  constructor(definitions: readonly Definition[]) {
    const none = { levels: [], parameters: [], person: null };
    this.#setup = { definitions, fakes: new Map(), level: "gated", seed: 1, startAt, ...none };
  }

  /** @throws too_late */
  change(change: (setup: Setup) => Partial<Setup>): void {
    if (this.#isStarted) {
      throw new PraxisError("too_late", "the world cannot be set up any more: something has happened in it already", {
        next: "Move this call before the first given() or when().",
      });
    }
    this.#setup = { ...this.#setup, ...change(this.#setup) };
    this.#simulation = null;
  }

  simulation(): Simulation {
    this.#simulation ??= new Simulation(this.#setup);
    return this.#simulation;
  }

  async perform(steps: readonly Step[]): Promise<void> {
    const simulation = this.simulation();
    if (!this.#isStarted) await simulation.start();
    this.#isStarted = true;
    const first = this.#past.length + 1;
    this.#past = [...this.#past, ...steps];
    await performPlay(simulation, steps, first);
  }

  async crash(steps: readonly Step[], perform: (test: CrashTest) => Promise<CrashReport>): Promise<CrashReport> {
    const past = this.#past;
    const report = await perform({
      newWorld: async (seed = 0) => {
        this.#simulation?.end();
        const { person, seed: base } = this.#setup;
        const simulation = new Simulation({ ...this.#setup, seed: base + seed, person: person ?? lookWhatHappened });
        this.#simulation = simulation;
        this.#isStarted = true;
        await simulation.start();
        await performPlay(simulation, past);
        return simulation;
      },
      play: (simulation) => performPlay(simulation, steps, past.length + 1),
    });
    this.#past = [...past, ...steps];
    return report;
  }
}
