/** Runs that are cancelled, whose subject is erased, or whose process ends in the middle of their own steps: right after one, which may not be recorded yet. */
import { cancelRun, eraseSubject } from "../../../../src/engine/operations.ts";
import { soon } from "../../../../src/kernel/clock.ts";
import { tears } from "../../disk/simulated-file.ts";
import { type End, type Fate, pick } from "../fate.ts";
import type { Machine } from "../machine.ts";
import type { Outside } from "../outside.ts";
import { guestOf } from "../senders.ts";
import type { OwnStep } from "./own-steps.ts";

const ada = { principal: "person:ada", why: "she changed her mind" };

export class Interruptions {
  readonly #fate: Fate;
  readonly #outside: Outside;

  constructor(fate: Fate, outside: Outside) {
    this.#fate = fate;
    this.#outside = outside;
  }

  /** @param end of the process that the run is in */
  after(machine: Machine, { run }: OwnStep, thing: string, end: (end: End) => void): void {
    const { random, habits, isCalm } = this.#fate;
    if (isCalm || habits.interrupted === 0 || random.next() >= habits.interrupted) return;
    if (random.next() < 0.4)
      return end(random.next() < 0.5 ? { kind: "kill" } : { kind: "power cut", tear: pick(random, tears) });
    const isErasure = random.next() < 0.4;
    soon(() => {
      const { life } = machine.host;
      life.do(() => {
        try {
          if (isErasure) this.#erase(machine, guestOf(thing));
          else this.#cancel(machine, run);
        } catch {
          // It is over, or the log takes nothing: nobody was told that it was done.
          this.#outside.ownSteps.interrupted(machine.host, run);
        }
      });
    });
  }

  #cancel({ host, praxis: { engine } }: Machine, run: string): void {
    const { ownSteps, cancelling, cancelled } = this.#outside;
    cancelling.add(run);
    cancelRun(engine, run, ada).then(
      () => host.life.do(() => void cancelled.add(run)),
      () => host.life.do(() => ownSteps.interrupted(host, run)),
    );
  }

  #erase({ host, log, praxis: { engine } }: Machine, subject: string): void {
    const { ownSteps, erasing, erased } = this.#outside;
    erasing.add(subject);
    ownSteps.interrupted(host);
    eraseSubject(engine, subject, ada);
    log.whenDurable().then(
      () => host.life.do(() => void erased.add(subject)),
      () => undefined,
    );
  }
}
