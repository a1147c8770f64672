/**
 * Those who answer gates: soon, late, never; some twice, some both at once and not of one mind. Whoever is asked what happened looks at the other side, and tells the truth.
 */
import { isObject, type Json } from "../../../src/kernel/json.ts";
import { text } from "../../../src/log/rows.ts";
import { type Answer, answerGate, openedOf } from "../../../src/oversee/gates/answer-gate.ts";
import type { Machine } from "./machine.ts";
import type { Reach } from "./senders.ts";

const lookEveryMs = 15_000;

export class People {
  readonly #reach: Reach;
  readonly #forgotten = new Set<string>();

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  begin(): void {
    this.#reach.schedule.after(lookEveryMs, () => {
      const machine = this.#reach.machine();
      if (machine?.host.life.state === "running") this.#look(machine);
      this.begin();
    });
  }

  /** Whether somebody would still answer what is open. */
  wouldAnswer(machine: Machine): boolean {
    return openGates(machine).some((id) => !this.#forgotten.has(id));
  }

  #look(machine: Machine): void {
    const { random, habits } = this.#reach.fate;
    for (const id of openGates(machine)) {
      if (this.#forgotten.has(id) || random.next() < 0.4) continue;
      if (random.next() < habits.peopleForget / 3) {
        this.#forgotten.add(id);
        continue;
      }
      const kind = openedOf(machine.log, id)?.kind;
      this.#answer(machine, id, "ada");
      if (random.next() < 0.3) this.#answer(machine, id, kind === "unknown" ? "ada" : "bob");
    }
  }

  #answer(machine: Machine, gate: string, by: string): void {
    const { log, praxis, host } = machine;
    const { engine, gates, contracts, worker } = praxis;
    const { schedule, outside } = this.#reach;
    const answer = this.#answerTo(machine, gate);
    // What was asked has been erased.
    if (!answer) return void this.#forgotten.add(gate);
    const deps = { log, engine, gates, contracts, worker, now: () => schedule.now };
    answerGate(deps, gate, { ...answer, reason: null, by }).then(
      (answered) =>
        host.life.do(() => {
          const told = answered.status === "recorded" ? `${answer.verdict} by ${by}` : null;
          const known = outside.answers.get(gate);
          if (told !== null && known !== undefined && known !== told)
            outside.violations.push(`gate ${gate} took two answers: ${known}; ${told}`);
          if (told !== null) outside.answers.set(gate, told);
        }),
      () => undefined,
    );
  }

  #answerTo({ log }: Machine, gate: string): Pick<Answer, "verdict" | "value"> | null {
    const opened = openedOf(log, gate);
    if (!opened) return null;
    if (opened.kind === "unknown") return { verdict: "answer", value: this.#truth(opened.evidence) };
    const { random } = this.#reach.fate;
    if (opened.kind === "question") return { verdict: "answer", value: random.next() < 0.5 ? "yes" : "no" };
    return { verdict: random.next() < 0.7 ? "approve" : "decline", value: null };
  }

  #truth(evidence: Json): Json {
    const { key, output } = isObject(evidence) ? evidence : { key: null, output: null };
    const deed = this.#reach.outside.provider.deeds.find((each) => each.key === key);
    if (!deed) return { happened: false };
    // What became of somebody who is erased is not asked.
    return output === null ? { happened: true } : { happened: true, output: { id: deed.id } };
  }
}

function openGates({ log }: Machine): string[] {
  return log.sql.all("SELECT id FROM gates WHERE status = 'open' ORDER BY position").map((row) => text(row, "id"));
}
