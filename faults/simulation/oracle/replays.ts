/** Each run's code, given once more what the log says it was told, does the same and ends the same (K4, K5). */
import { ApartRun } from "../../../src/engine/fork/execute-apart.ts";
import { planFork } from "../../../src/engine/fork/plan-fork.ts";
import { ContinueAs } from "../../../src/engine/process-version.ts";
import { unpacked } from "../../../src/engine/run-events.ts";
import { messageOf } from "../../../src/kernel/errors.ts";
import { canonical, isObject, toJson } from "../../../src/kernel/json.ts";
import { integer, text } from "../../../src/log/rows.ts";
import type { Machine } from "../world/machine.ts";

export async function judgeReplays(machine: Machine): Promise<string[]> {
  const violations: string[] = [];
  for (const row of machine.log.sql.all("SELECT id, process FROM runs WHERE status IN ('done', 'waiting')")) {
    const wrong = await replay(machine, text(row, "id"));
    if (wrong !== null) violations.push(`K4: the run of ${text(row, "process")} ${wrong}`);
  }
  return violations;
}

async function replay({ log, praxis: { engine } }: Machine, id: string): Promise<string | null> {
  const history = log.readStream(`run/${id}`);
  if (history.some(({ erased }) => erased)) return null;
  const steps = history
    .flatMap(unpacked)
    .flatMap(({ type, data }) => (type === "OutcomeDelivered" && isObject(data) ? [Number(data.seq)] : []));
  const waits = log.sql.all("SELECT seq FROM waits WHERE run = ?", id).map((row) => integer(row, "seq"));
  const fromStep = Math.max(0, ...steps, ...waits) + 1;
  const last = history.at(-1);
  try {
    const plan = planFork(engine, new Map(), { run: id, fromStep, edits: { outcomes: new Map() }, by: "the oracle" });
    const apart = new ApartRun(engine, plan);
    const kept = await apart.replay();
    if (kept.length !== plan.record.length) return `asks for ${kept.length} of ${plan.record.length} recorded steps`;
    const { ended } = apart.run;
    if (last?.type !== "RunFinished") return ended === null ? null : "waits, and ends when it is replayed";
    if (!ended?.ok) return "is done, and does not end when it is replayed";
    if (ended.value instanceof ContinueAs) return null;
    const [before, now] = [isObject(last.data) ? last.data.value : null, toJson(ended.value)];
    return canonical(before ?? null) === canonical(now)
      ? null
      : `ended with ${canonical(before ?? null)}, replayed with ${canonical(now)}`;
  } catch (thrown) {
    return `cannot be replayed: ${messageOf(thrown)}`;
  }
}
