/** What the origin was told and the rehearsal has not come by so far: found by step, by kind, name and arguments. */
import { canonical } from "../../kernel/json.ts";
import type { OutcomeDelivered } from "../run-events.ts";
import type { Step } from "./foresight.ts";

export class RecordLeft {
  readonly #left: Set<OutcomeDelivered>;
  readonly #byStep = new Map<string, OutcomeDelivered[]>();
  readonly #place = new Map<OutcomeDelivered, number>();

  /** @param record in the order in which it was delivered */
  constructor(record: readonly OutcomeDelivered[]) {
    this.#left = new Set(record);
    for (const [place, outcome] of record.entries()) {
      this.#place.set(outcome, place);
      const key = keyOf(outcome);
      const same = this.#byStep.get(key);
      if (same) same.push(outcome);
      else this.#byStep.set(key, [outcome]);
    }
  }

  /** What was told of the same step; where it was asked more than once, at the same place in the run if that is left. */
  of(step: Step): OutcomeDelivered | undefined {
    const same = (this.#byStep.get(keyOf(step)) ?? []).filter((each) => this.#left.has(each));
    return same.find(({ seq }) => seq === step.seq) ?? same[0];
  }

  /** Of several steps, the one that was told first. */
  firstOf<S extends Step>(steps: readonly S[]): { readonly command: S; readonly recorded: OutcomeDelivered } | null {
    const found = steps.flatMap((command) => {
      const recorded = this.of(command);
      return recorded ? [{ command, recorded, place: this.#place.get(recorded) ?? 0 }] : [];
    });
    return found.sort((one, other) => one.place - other.place)[0] ?? null;
  }

  take(outcome: OutcomeDelivered | undefined): void {
    if (outcome) this.#left.delete(outcome);
  }

  all(): readonly OutcomeDelivered[] {
    return [...this.#left];
  }
}

function keyOf({ kind, name, args }: Step): string {
  return `${kind} ${name} ${canonical(args)}`;
}
