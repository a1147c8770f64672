/**
 * Counts failed tries by where they come from, and refuses more than a few a minute. Nobody can guess 256 bits, so this is not what keeps the door
 * shut: it keeps those who try from costing anything. So a right code is let in whatever was tried before, and nobody can lock others out.
 */
import type { Clock } from "../../kernel/clock.ts";
import { PraxisError } from "../../kernel/errors.ts";

const windowMs = 60_000;
const mostTries = 10;
const mostAddresses = 10_000;

export class FailedTries {
  readonly #clock: Clock;
  readonly #tries = new Map<string, { count: number; since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws too_many_tries */
  count(address: string): void {
    const now = this.#clock.monotonicMs();
    const known = this.#tries.get(address);
    const window = known && now - known.since < windowMs ? known : { count: 0, since: now };
    window.count += 1;
    if (this.#tries.size >= mostAddresses) this.#tries.clear();
    this.#tries.set(address, window);
    if (window.count <= mostTries) return;
    throw new PraxisError("too_many_tries", "too many login links were tried that do not work", {
      next: "Wait a minute. An admin can give out a new link; it works at once.",
      disposition: "retry",
    });
  }
}
