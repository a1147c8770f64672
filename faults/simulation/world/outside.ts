/**
 * What the world outside was told, written down where no crash reaches it: the one side of the oracle (the other side is the log that survives).
 */

import type { Provider } from "./provider.ts";
import { OwnSteps } from "./work/own-steps.ts";

export class Outside {
  readonly provider: Provider;
  /** Hash of the event at each position that a process took for durable. */
  readonly durable = new Map<number, string>();
  /** Events that a sender was told are kept. */
  readonly accepted = new Set<string>();
  /** By gate: the verdict that a person was told is kept. */
  readonly answers = new Map<string, string>();
  /** Subjects that somebody asked to erase, and those that somebody was told are erased. */
  readonly erasing = new Set<string>();
  readonly erased = new Set<string>();
  /** Runs, as well. */
  readonly cancelling = new Set<string>();
  readonly cancelled = new Set<string>();
  readonly violations: string[] = [];
  readonly ownSteps = new OwnSteps((violation) => void this.violations.push(violation));

  constructor(provider: Provider) {
    this.provider = provider;
  }

  heardDurable(position: number, hash: string): void {
    const known = this.durable.get(position);
    if (known !== undefined && known !== hash)
      this.violations.push(`K1: event ${position} was acknowledged twice, with two contents`);
    this.durable.set(position, hash);
  }
}
