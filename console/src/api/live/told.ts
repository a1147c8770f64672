/**
 * What was told of changes, and whether it fits to what is known: pure.
 *
 * Invariant: who knows all up to a position and takes in what is told from there on knows all up to the end of it. Whatever begins later than
 * that leaves a gap, and is asked for again; what cannot be remembered any more may be anything.
 */

/** Everything after `after` and up to `position`: it touched these topics. */
export interface Told {
  readonly after: number;
  readonly position: number;
  readonly topics: readonly string[];
}

export const anything = "*";
/** About a minute of a busy server. */
const mostRemembered = 500;

export type Fit = "new" | "known" | "gap";

/** @param position up to where all is known */
export function fitOf({ after, position: end }: Told, position: number): Fit {
  if (after > position) return "gap";
  return end > position ? "new" : "known";
}

/** What one teller has told, for those who come later. */
export class Memory {
  #told: Told[] = [];

  remember(told: Told): void {
    this.#told.push(told);
    if (this.#told.length > mostRemembered) this.#told.shift();
  }

  forget(): void {
    this.#told = [];
  }

  /** @returns all that was told after `after`, as one. @param position where the teller is */
  since(after: number, position: number): Told {
    if (after >= position) return { after, position: after, topics: [] };
    const [first] = this.#told;
    if (first === undefined || first.after > after) return { after, position, topics: [anything] };
    const topics = new Set(this.#told.filter((each) => each.position > after).flatMap((each) => each.topics));
    return { after, position, topics: [...topics] };
  }
}
