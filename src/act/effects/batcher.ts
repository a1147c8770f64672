/**
 * A place at a connection, and calls that share a request (E5).
 *
 * An effect first gets a place (concurrency limit, circuit breaker), then records its attempt, then performs. Effects of a contract that can
 * batch, of one account, that ask for a place within one turn of the event loop share one place and one request, up to the contract's `most`.
 * Each has an attempt, a key and an outcome of its own, so batching has no effect on intents. If the shared request fails, it failed for each.
 */
import { soon } from "../../kernel/clock.ts";
import { digestOf } from "../../kernel/json.ts";
import { accountName, type Connection } from "../connection.ts";
import type { Limiter } from "../connectors/limiter.ts";
import type { AnyContract, Batch, Bound } from "../contract.ts";
import {
  type AttemptDeps,
  type AttemptResult,
  type AttemptTarget,
  attempt,
  fromOutput,
  fromThrown,
  within,
} from "./attempt.ts";

export interface Place {
  attempt(target: AttemptTarget, bound: Bound): Promise<AttemptResult>;
  /** Must be called once, after the attempt or instead of it. */
  leave(): void;
}

interface Item {
  readonly target: AttemptTarget;
  readonly bound: Bound;
  readonly resolve: (result: AttemptResult) => void;
}

interface Group {
  readonly arrivals: ((place: Place) => void)[];
}

export class Batcher {
  readonly #deps: AttemptDeps;
  readonly #limiter: Limiter;
  readonly #forming = new Map<string, Group>();

  constructor(deps: AttemptDeps, limiter: Limiter) {
    this.#deps = deps;
    this.#limiter = limiter;
  }

  /** @param byPerson whether a person has allowed it: then it goes first. What shares a request goes with the others. */
  place(contract: AnyContract, via: Connection, account: string, byPerson = false): Promise<Place> {
    const { batch } = contract;
    return batch ? this.#joinGroup(contract.name, batch, via, account) : this.#placeAlone(via, account, byPerson);
  }

  async #placeAlone(via: Connection, account: string, byPerson: boolean): Promise<Place> {
    const leave = await this.#limiter.enter(via, account, byPerson);
    let reached = true;
    return {
      attempt: async (target, bound) => {
        const result = await attempt(this.#deps, target, bound);
        reached = wasReached(result);
        return result;
      },
      leave: () => leave(reached),
    };
  }

  #joinGroup(contract: string, batch: Batch, via: Connection, account: string): Promise<Place> {
    const name = `${contract} ${accountName(via.name, account)}`;
    return new Promise((resolve) => {
      const group = this.#forming.get(name) ?? { arrivals: [] };
      group.arrivals.push(resolve);
      const close = (): void => {
        if (this.#forming.get(name) !== group) return;
        this.#forming.delete(name);
        void this.#open(batch, group, via, account);
      };
      if (group.arrivals.length === 1) {
        this.#forming.set(name, group);
        soon(close);
      }
      if (group.arrivals.length >= batch.most) close();
    });
  }

  async #open(batch: Batch, group: Group, via: Connection, account: string): Promise<void> {
    const leave = await this.#limiter.enter(via, account);
    const items: Item[] = [];
    let expected = group.arrivals.length;
    const sendWhenAllAreHere = (): void => {
      if (items.length < expected) return;
      this.#send(batch, items).then(leave, () => leave(false));
    };
    for (const arrive of group.arrivals) {
      let came = false;
      arrive({
        attempt: (target, bound) =>
          new Promise((resolve) => {
            came = true;
            items.push({ target, bound, resolve });
            sendWhenAllAreHere();
          }),
        leave: () => {
          if (came) return;
          came = true;
          expected -= 1;
          sendWhenAllAreHere();
        },
      });
    }
  }

  /** @returns whether the other side was there. */
  async #send(batch: Batch, items: readonly Item[]): Promise<boolean> {
    const [first] = items;
    if (!first) return true;
    const target = {
      ...first.target,
      key: `praxis-batch-${digestOf(items.map((item) => item.target.key))}`,
      deadlineMonotonicMs: Math.min(...items.map((item) => item.target.deadlineMonotonicMs)),
    };
    const wishes = items.map((item) => ({ wish: item.bound.wish, key: item.target.key }));
    const shared = await within(this.#deps, target, (call) => batch.perform(wishes, call));
    const results = items.map((_, index): AttemptResult => {
      if (!("value" in shared)) return fromThrown(shared.thrown, shared.sent);
      return fromOutput(shared.value[index] ?? { ok: false, error: "the shared answer has no output for it" });
    });
    for (const [index, item] of items.entries()) item.resolve(results[index] ?? fromThrown(new Error("lost"), true));
    return results.some(wasReached);
  }
}

/** Whether the other side was there and gave an answer: what the circuit breaker counts. */
function wasReached(result: AttemptResult): boolean {
  return result.kind === "succeeded" || result.kind === "refused" || result.kind === "failed";
}
