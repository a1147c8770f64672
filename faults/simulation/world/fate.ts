/**
 * What goes wrong, and how often: drawn for each world anew, so that one has a slow disk and another one many power cuts, and their mixtures differ.
 *
 * Invariant: everything is drawn from the seed, in the order in which it happens, so a seed is a world.
 */
import { type Random, SeededRandom } from "../../../src/kernel/random.ts";
import { type Tear, tears } from "../disk/simulated-file.ts";

export type End = { readonly kind: "kill" } | { readonly kind: "power cut"; readonly tear: Tear };

/** A point at which a process may end: around each call to the disk and the network, and at each timer. */
export interface Fate {
  readonly random: Random;
  readonly habits: Habits;
  /** Whether the process ends here. */
  at(point: string): End | null;
  /** From now on nothing goes wrong any more. */
  calm(): void;
  readonly isCalm: boolean;
}

export interface Habits {
  /** Milliseconds at most. */
  readonly syncMs: number;
  readonly syncFails: number;
  readonly outageMs: number;
  readonly outageLong: number;
  readonly stops: number;
  readonly stopMs: number;
  readonly checkpointBytes: number;
  readonly checkpointFrames: number;
  readonly unreachable: number;
  readonly lost: number;
  readonly late: number;
  readonly twice: number;
  readonly answersBadly: number;
  readonly peopleForget: number;
  readonly erases: boolean;
  readonly storage: "pages" | "memory";
  readonly isNew: boolean;
  /** Whether there are runs with steps of their own, and what may become of them. */
  readonly ownSteps: boolean;
  readonly turnMs: number;
  /** For each own step, that its run is cancelled or erased right then, or its process ends. */
  readonly interrupted: number;
  /** Whether most of what is sent is sent at one moment. */
  readonly atOnce: boolean;
}

/** Of worlds that were known before there were own steps, and turns that take time: so that a seed of then is the world that it was. */
const before: Pick<Habits, "ownSteps" | "turnMs" | "interrupted" | "atOnce"> = {
  ownSteps: false,
  turnMs: 0,
  interrupted: 0,
  atOnce: false,
};

/** How many points a world has, about. */
const usualPoints = 600;
const day = 86_400_000;

export class SeededFate implements Fate {
  readonly random: SeededRandom;
  readonly habits: Habits;
  isCalm = false;
  #endsLeft: number;
  #endsAt: number;

  constructor(seed: number, ownSteps: boolean) {
    // Neighbouring seeds of this generator begin alike.
    this.random = new SeededRandom(Math.imul(seed + 1, 0x9e3779b1));
    for (let count = 0; count < 3; count++) this.random.next();
    const often = (share: number, most: number): number => (this.chance(share) ? this.random.next() * most : 0);
    this.#endsLeft = this.chance(0.85) ? 1 + Math.floor(this.random.next() * 6) : 0;
    this.#endsAt = this.#endsLeft / usualPoints;
    const drawn: Habits = {
      syncMs: pick(this.random, [0, 0, 5, 50, 1_500]),
      syncFails: often(0.25, 0.08),
      outageMs: pick(this.random, [50, 1_000, 5_000, 60_000]),
      outageLong: often(0.25, 0.6),
      stops: often(0.35, 0.05),
      stopMs: pick(this.random, [8_000, 25_000, 60_000, 600_000]),
      checkpointBytes: pick(this.random, [Number.POSITIVE_INFINITY, 100_000, 30_000, 5_000]),
      checkpointFrames: pick(this.random, [10_000, 60, 20]),
      unreachable: often(0.4, 0.2),
      lost: often(0.6, 0.4),
      late: often(0.6, 0.5),
      twice: often(0.4, 0.5),
      answersBadly: often(0.5, 0.4),
      peopleForget: often(0.5, 0.6),
      erases: this.chance(0.2),
      storage: this.chance(0.8) ? "pages" : "memory",
      isNew: this.chance(0.03),
      ...(ownSteps
        ? { ownSteps, turnMs: pick(this.random, [0, 0, 1, 7]), interrupted: often(0.6, 0.12), atOnce: this.chance(0.3) }
        : before),
    };
    // In memory the processes share one connection, so one of them cannot be in the middle of a transaction while another one starts.
    this.habits = { ...drawn, stops: drawn.storage === "memory" ? 0 : drawn.stops };
    // What a failed sync leaves behind is seen only where the power is cut soon after.
    if (this.habits.syncFails > 0) {
      this.#endsLeft *= 3;
      this.#endsAt *= 4;
    }
  }

  chance(share: number): boolean {
    return this.random.next() < share;
  }

  at(_point: string): End | null {
    if (this.isCalm || this.#endsLeft === 0 || !this.chance(this.#endsAt)) return null;
    this.#endsLeft -= 1;
    return this.chance(0.3) ? { kind: "kill" } : { kind: "power cut", tear: pick(this.random, tears) };
  }

  calm(): void {
    this.isCalm = true;
  }
}

/** Nothing goes wrong but that a process ends once, at the point of this number; people and networks are as good as they can be. */
export class OneEnd implements Fate {
  readonly random = new SeededRandom(1);
  readonly habits: Habits;
  readonly points: string[] = [];
  isCalm = false;
  readonly #at: number;
  readonly #end: End;

  constructor(at: number, end: End, habits: Partial<Habits> = {}) {
    this.#at = at;
    this.#end = end;
    this.habits = { ...goodHabits, ...habits };
  }

  at(point: string): End | null {
    this.points.push(point);
    return this.points.length === this.#at ? this.#end : null;
  }

  calm(): void {
    this.isCalm = true;
  }
}

const goodHabits: Habits = {
  syncMs: 0,
  syncFails: 0,
  outageMs: 2_000,
  outageLong: 0,
  stops: 0,
  stopMs: day,
  checkpointBytes: Number.POSITIVE_INFINITY,
  checkpointFrames: 10_000,
  unreachable: 0,
  lost: 0,
  late: 0,
  twice: 0,
  answersBadly: 0,
  peopleForget: 0,
  erases: false,
  storage: "pages",
  isNew: false,
  ownSteps: true,
  turnMs: 0,
  interrupted: 0,
  atOnce: false,
};

export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random.next() * choices.length)] ?? choices[0];
}
