/**
 * A simulated world: one machine at a time, its disk, the clock, the other sides and the person. Everything follows from the set-up, its seed and
 * what is done to it, so that two plays differ only by what differs in them.
 *
 * Invariants: what a sender or a person was not told of is sent again after a power cut, as real ones do; time passes only when nothing else
 * can move; nothing waits for the real clock.
 */
import type { Connection } from "../../act/connection.ts";
import type { AnyContract } from "../../act/contract.ts";
import type { Level } from "../../act/ports.ts";
import type { Definition } from "../../assembly/definitions.ts";
import { soon, systemClock } from "../../kernel/clock.ts";
import { assert, PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import { SeededRandom } from "../../kernel/random.ts";
import { answerGate } from "../../oversee/gates/answer-gate.ts";
import { Network } from "../fakes/network.ts";
import type { OtherSide } from "../fakes/other-side.ts";
import type { Person, PersonAnswer } from "../person.ts";
import { readGates, type SeenGate } from "../seen/seen-gate.ts";
import { tellStory } from "../seen/story.ts";
import { Machine } from "./machine.ts";
import { SimulatedClock } from "./simulated-clock.ts";
import { SimulatedDisk } from "./simulated-disk.ts";
import { tellTheTruth } from "./tell-the-truth.ts";

export interface Setup {
  readonly definitions: readonly Definition[];
  readonly fakes: ReadonlyMap<Connection, OtherSide>;
  readonly level: Level;
  readonly levels: readonly { readonly process: string; readonly contract: string | null; readonly level: Level }[];
  readonly parameters: readonly { readonly policy: string; readonly parameters: Readonly<Record<string, Json>> }[];
  /** Null where nobody was named: then people answer only what the play says. */
  readonly person: Person | null;
  readonly seed: number;
  readonly startAt: number;
}

/** Rounds of the event loop without a sign of life after which nothing moves; the longest silent way inside Praxis has three. */
const quietRounds = 16;
/** How far time passes by itself while effects or reads are tried again; what takes longer is left standing. */
const patienceMs = 2 * 3_600_000;
const powerOutageMs = 2_000;
const longestFakeMs = 5_000;
/** Events that one step may lead to; more come from an endless loop. */
const mostEvents = 10_000;

export class Simulation {
  readonly clock: SimulatedClock;
  readonly disk = new SimulatedDisk();
  /** Positions after which the power was cut. */
  readonly cuts: number[] = [];
  readonly #setup: Setup;
  readonly #network: Network;
  readonly #random: SeededRandom;
  readonly #contracts = new Map<string, AnyContract>();
  #machine: Machine;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.clock = new SimulatedClock(setup.startAt);
    this.#random = new SeededRandom(setup.seed);
    this.#network = new Network(setup.fakes, () => this.clock.now());
    for (const side of setup.fakes.values()) side.reset(setup.seed);
    this.#machine = this.#boot();
  }

  get machine(): Machine {
    return this.#machine;
  }

  #boot(): Machine {
    const { definitions, level } = this.#setup;
    const { clock, disk } = this;
    return new Machine({ clock, disk, definitions, level, network: this.#network, random: this.#random });
  }

  /** Turns the machine on for the first time, with the levels and parameters of the set-up. */
  async start(): Promise<void> {
    const { settings } = this.#machine.praxis;
    const change = { by: "the test", why: "set up for a play" };
    for (const { process, contract, level } of this.#setup.levels)
      await settings.setLevel(process, contract, level, change);
    for (const { policy, parameters } of this.#setup.parameters)
      await settings.setParameters(policy, parameters, change);
    this.#machine.start();
    await this.settle();
  }

  end(): void {
    if (!this.#machine.isDead) this.#machine.powerOff();
  }

  sideOf(connection: Connection): OtherSide {
    const side = this.#setup.fakes.get(connection);
    if (side) return side;
    throw new PraxisError("no_fake", `connection "${connection.name}" has no fake`, {
      next: "Give it one: world(...).withConnection(connection, fake).",
    });
  }

  sides(): ReadonlyMap<Connection, OtherSide> {
    return this.#setup.fakes;
  }

  async powerCut(): Promise<void> {
    this.#machine.powerOff();
    await this.settle();
  }

  #revive(): void {
    for (const contract of this.#machine.praxis.contracts.all()) this.#contracts.set(contract.name, contract);
    this.cuts.push(this.disk.commits.at(-1)?.last ?? 0);
    this.clock.jumpTo(this.clock.now() + powerOutageMs);
    this.#machine = this.#boot();
    this.#machine.start();
  }

  /** Does something to the machine that is acknowledged once it is on disk, and does it again if the power was cut before that. */
  async insist(act: (machine: Machine, again: boolean) => Promise<void>): Promise<void> {
    for (let again = false; ; again = true) {
      const machine = this.#machine;
      let acknowledged = false;
      let failure: { thrown: unknown } | null = null;
      const failed = (thrown: unknown): void => {
        failure = machine.isDead ? null : { thrown };
      };
      act(machine, again).then(() => {
        acknowledged = !machine.isDead;
      }, failed);
      await this.settle();
      rethrow(failure);
      if (acknowledged) return;
      assert(machine !== this.#machine, "what is done to a machine that lives is acknowledged");
    }
  }

  /** Lets `ms` pass; what comes due on the way happens at its time. */
  async advance(ms: number): Promise<void> {
    const target = this.clock.now() + ms;
    for (;;) {
      await this.settle(target);
      const now = this.clock.now();
      if (now >= target) return;
      const due = this.#machine.nextDueAt();
      const next = due !== null && due <= now ? this.clock.nextAt() : due;
      this.clock.jumpTo(Math.min(next ?? target, target));
    }
  }

  /** Goes on until nothing moves by itself any more. */
  async settle(limit = Number.POSITIVE_INFINITY): Promise<void> {
    const patience = Math.min(limit, this.clock.now() + patienceMs);
    const mostPosition = this.#machine.log.head().position + mostEvents;
    for (;;) {
      await this.#quiet(mostPosition);
      const [problem] = this.#network.problems.splice(0);
      if (problem) throw problem;
      if (this.#machine.isDead) {
        this.#revive();
        continue;
      }
      if (await this.#askPerson()) continue;
      if (!this.#machine.isBusy() || !this.clock.fireNext(patience)) return;
    }
  }

  async #quiet(mostPosition: number): Promise<void> {
    const since = systemClock.monotonicMs();
    for (let still = 0; still < quietRounds; ) {
      const before = this.#activity();
      await new Promise<void>((resolve) => soon(resolve));
      const isStill = this.#activity() === before && this.#network.waiting === 0;
      still = isStill ? still + 1 : 0;
      if (this.#machine.log.head().position > mostPosition) {
        this.end();
        throw restless(this.#machine, mostPosition);
      }
      if (this.#network.waiting > 0 && systemClock.monotonicMs() - since > longestFakeMs) {
        throw new PraxisError("slow_fake", `a fake has not answered for ${longestFakeMs / 1_000} s of real time`, {
          next: "A fake must answer without waiting for real time, files or networks.",
        });
      }
    }
  }

  #activity(): number {
    return this.#machine.activity + this.#network.activity + this.clock.scheduled;
  }

  /** @returns whether the person answered something. */
  async #askPerson(): Promise<boolean> {
    const machine = this.#machine;
    const { person, fakes } = this.#setup;
    if (!person || !machine.hasOpenGates()) return false;
    for (const gate of readGates(machine)) {
      if (gate.status !== "open") continue;
      const given = person(gate);
      if (given === "later") continue;
      const told = given === "the truth" ? await tellTheTruth(this.#contractOf(gate), gate, fakes.values()) : given;
      this.giveAnswer(machine, gate, told).catch((thrown: unknown) => {
        if (!machine.isDead && thrown instanceof PraxisError) this.#network.problems.push(thrown);
      });
      return true;
    }
    return false;
  }

  /** A machine knows a contract that no file exports only after a run has used it; people know it always. */
  #contractOf(gate: SeenGate): AnyContract | undefined {
    const name = gate.about ?? "";
    return this.#machine.praxis.contracts.find(name) ?? this.#contracts.get(name);
  }

  async giveAnswer(machine: Machine, gate: SeenGate, answer: PersonAnswer): Promise<void> {
    const { log, praxis } = machine;
    const { engine, gates, contracts, worker } = praxis;
    const deps = { log, engine, gates, contracts, worker, now: () => this.clock.now() };
    await answerGate(deps, gate.id, { ...answer, by: "a person" });
  }
}

function restless({ log }: Machine, position: number): PraxisError {
  const last = tellStory(log, [], null, position - 20);
  return new PraxisError(
    "restless",
    `the world does not come to rest: one step led to more than ${mostEvents} events`,
    {
      next: `Look for a loop that never waits, or an \`intent\` that is another one each time it is asked. The last events:\n${last.join("\n")}`,
    },
  );
}

function rethrow(failure: { readonly thrown: unknown } | null): void {
  if (failure) throw failure.thrown;
}
