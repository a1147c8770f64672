/**
 * What the world outside was told, written down where no crash reaches it: the one side of the oracle (the other side is the log that survives).
 */
import type { Provider } from "./provider.ts";

export class Outside {
  readonly provider: Provider;
  /** Hash of the event at each position that a process took for durable. */
  readonly durable = new Map<number, string>();
  /** Events that a sender was told are kept. */
  readonly accepted = new Set<string>();
  /** By gate: the verdict that a person was told is kept. */
  readonly answers = new Map<string, string>();
  /** Subjects that somebody was told are erased. */
  readonly erased = new Set<string>();
  readonly violations: string[] = [];

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
