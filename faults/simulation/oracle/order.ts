/**
 * The order of what a run has done, in the log: its own steps are recorded once, one after the other, and before whatever was asked for after them (ADR 0031).
 */
import { unpacked } from "../../../src/engine/run-events.ts";
import { outlineOf } from "../../../src/kernel/event.ts";
import { isObject } from "../../../src/kernel/json.ts";
import { integer, text } from "../../../src/log/rows.ts";
import type { Machine } from "../world/machine.ts";

interface Step {
  readonly seq: number;
  readonly position: number;
  readonly isOwn: boolean;
}

export function judgeOrder({ log }: Machine): string[] {
  return log.sql.all("SELECT id, process FROM runs").flatMap((row) => {
    const run = text(row, "id");
    const name = `the run of ${text(row, "process")}`;
    const steps = stepsOf(log, run);
    const own = steps.filter(({ isOwn }) => isOwn);
    const asked = log.sql.all("SELECT id, seq FROM effects WHERE run = ?", run).map((effect) => ({
      seq: integer(effect, "seq"),
      position: log.readEvent(`effect/${text(effect, "id")}`, 1)?.position ?? 0,
    }));
    const twice = steps.length - new Set(steps.map(({ seq }) => seq)).size;
    return [
      ...(twice > 0 ? [`K4: ${twice} steps of ${name} are recorded twice`] : []),
      ...(own.some(({ seq }, index) => seq < (own[index - 1]?.seq ?? 0))
        ? [`K4: own steps of ${name} are out of order`]
        : []),
      ...asked
        .filter((effect) => own.some(({ seq, position }) => seq < effect.seq && position > effect.position))
        .map(
          (effect) =>
            `K4: ${name} asked for an effect (step ${effect.seq}) before own steps that led to it were recorded`,
        ),
    ];
  });
}

/** Also of what was erased: which steps they were stays known. */
function stepsOf(log: Machine["log"], run: string): Step[] {
  return log
    .readStream(`run/${run}`)
    .flatMap(unpacked)
    .flatMap((event) => {
      const outline = event.type === "OutcomeDelivered" ? (event.erased ? outlineOf(event) : event.data) : null;
      if (!isObject(outline)) return [];
      return [{ seq: Number(outline.seq), position: event.position, isOwn: outline.kind === "local" }];
    });
}
