/**
 * What waits for its turn, each account in a lane of its own.
 *
 * Invariants: lanes take turns, so what is alone in its lane waits for at most one of each other lane, however many they hold; within a lane the first comes first; what a person set going is
 * taken before all lanes, but no more than every second time, so that no number of answers stops the accounts. Taking is O(1) in what waits.
 */
import { type Lane, people } from "./lane.ts";

/** An iterator of a set goes on over what is added behind it; beginning anew each time would walk over all that was taken before. */
interface Line<Item> {
  readonly items: Set<Item>;
  from: Iterator<Item>;
}

export interface Taken<Item> {
  readonly item: Item;
  readonly lane: Lane;
}

const anyLane = (): boolean => true;

export class FairQueue<Item> {
  readonly #lines = new Map<Lane, Line<Item>>();
  readonly #laneOf = new Map<Item, Lane>();
  #round: Iterator<[Lane, Line<Item>]> = this.#lines.entries();
  #isAccountsTurn = false;

  get size(): number {
    return this.#laneOf.size;
  }

  /** Again for what waits already: it keeps its place, unless a person set it going by now. */
  add(item: Item, lane: Lane): void {
    const known = this.#laneOf.get(item);
    if (known !== undefined) {
      if (lane !== people || known === people) return;
      this.#remove(item, known);
    }
    this.#laneOf.set(item, lane);
    const line = this.#lines.get(lane);
    if (line) line.items.add(item);
    else {
      const items = new Set([item]);
      this.#lines.set(lane, { items, from: items.values() });
    }
  }

  /** @param mayTake lanes that are passed over keep what they hold. */
  take(mayTake: (lane: Lane) => boolean = anyLane): Taken<Item> | undefined {
    const urgent = this.#lines.get(people);
    const mayBeUrgent = urgent !== undefined && mayTake(people);
    if (mayBeUrgent && !this.#isAccountsTurn) {
      this.#isAccountsTurn = true;
      return this.#first(people, urgent);
    }
    this.#isAccountsTurn = false;
    for (let lanes = this.#lines.size; lanes > 0; lanes--) {
      const [lane, line] = this.#next();
      if (lane !== people && mayTake(lane)) return this.#first(lane, line);
    }
    return mayBeUrgent ? this.#first(people, urgent) : undefined;
  }

  #next(): [Lane, Line<Item>] {
    const next = this.#round.next();
    if (next.done !== true) return next.value;
    this.#round = this.#lines.entries();
    return this.#next();
  }

  #first(lane: Lane, line: Line<Item>): Taken<Item> {
    const next = line.from.next();
    if (next.done === true) {
      line.from = line.items.values();
      return this.#first(lane, line);
    }
    this.#remove(next.value, lane);
    return { item: next.value, lane };
  }

  #remove(item: Item, lane: Lane): void {
    this.#laneOf.delete(item);
    const line = this.#lines.get(lane);
    line?.items.delete(item);
    if (line?.items.size === 0) this.#lines.delete(lane);
  }
}
