/** What executes a run apart from the log holds its record in memory: so few at once, and the next is told to come again. */
import { PraxisError } from "../../kernel/errors.ts";

const mostAtOnce = 8;

export class FewAtOnce {
  /** In the plural. */
  readonly #what: string;
  #underWay = 0;

  constructor(what: string) {
    this.#what = what;
  }

  /** @throws too_many_rehearsals */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underWay >= mostAtOnce) {
      throw new PraxisError("too_many_rehearsals", `${mostAtOnce} ${this.#what} are under way`, {
        next: "Try again in a moment; nothing was recorded.",
        disposition: "retry",
      });
    }
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
