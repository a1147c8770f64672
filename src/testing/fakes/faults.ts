/** Fault switches of a fake other side: what goes wrong, and how often. */
import type { Random } from "../../kernel/random.ts";

/** A share of the calls (0 to 1), or the next call only. */
export type Often = number | "next";

export interface Faults {
  /** It acts, and its answer never comes. */
  readonly timeOutAfterSuccess?: Often;
  /** It does nothing, and answers 500. */
  readonly error500?: Often;
  /** It does nothing, and answers 429 with Retry-After. */
  readonly rateLimited?: Often;
  /** The connection breaks before it acts; the caller cannot tell that from `resetAfter`. */
  readonly resetBefore?: Often;
  /** It acts, and the connection breaks before it answers. */
  readonly resetAfter?: Often;
  /** It acts, and answers with something unreadable. */
  readonly garbage?: Often;
  /** It cannot be reached: nothing is sent. */
  readonly unreachable?: Often;
}

export type Fault = keyof Faults;

export const faultNames: readonly Fault[] = [
  "unreachable",
  "resetBefore",
  "error500",
  "rateLimited",
  "timeOutAfterSuccess",
  "resetAfter",
  "garbage",
];

/** The switches as they stand. */
export class FaultSwitches {
  #faults: Map<Fault, Often>;

  constructor(faults: Faults) {
    this.#faults = read(faults);
  }

  /** Sets these switches; the others stay. A share of 0 switches one off. */
  set(faults: Faults): void {
    for (const [fault, often] of read(faults)) this.#faults.set(fault, often);
  }

  /** What goes wrong with this call, if anything. */
  draw(random: Random): Fault | null {
    for (const [fault, often] of this.#faults) {
      if (often === "next") {
        this.#faults.delete(fault);
        return fault;
      }
      if (random.next() < often) return fault;
    }
    return null;
  }
}

function read(faults: Faults): Map<Fault, Often> {
  const found = new Map<Fault, Often>();
  for (const name of faultNames) {
    const often = faults[name];
    if (often !== undefined) found.set(name, often);
  }
  return found;
}
