/**
 * A log of very many events, as runs of ten steps leave them: twelve events in a stream of their own, with all that the projections make of them. Written by the append port in
 * big batches, since no run has to be driven for it.
 */
import { runStartedEvent } from "../../src/engine/run-events.ts";
import type { NewEvent } from "../../src/kernel/event.ts";
import type { EventLog } from "../../src/log/event-log.ts";
import { outcome, stepsPerRun } from "../peers/engine.ts";

export const eventsPerRun = stepsPerRun + 2;
const runsPerBatch = 500;

/** The events of one run that has ended. */
export function eventsOfRun(): NewEvent[] {
  const started = { process: "ten steps", version: "a".repeat(32), input: {}, account: "default", subject: null };
  const delivered = (n: number): NewEvent => ({
    type: "OutcomeDelivered",
    data: {
      seq: n + 1,
      kind: "local",
      name: "bench.step",
      args: { wish: { n } },
      ok: true,
      value: { ...outcome(n) },
      waited: false,
    },
  });
  return [
    runStartedEvent({ ...started, trigger: null, parent: null }),
    ...Array.from({ length: stepsPerRun }, (_, n) => delivered(n)),
    { type: "RunFinished", data: { value: { ...outcome(stepsPerRun - 1) }, continuedAs: null } },
  ];
}

/** Goes on until the log has so many events. */
export async function fillLog(log: EventLog, newId: () => string, events: number, say: (line: string) => void) {
  let last = performance.now();
  while (log.head().position + eventsPerRun <= events) {
    const runs = Math.min(runsPerBatch, Math.floor((events - log.head().position) / eventsPerRun));
    await log.write((transaction) => {
      for (let run = 0; run < runs; run++) {
        const id = newId();
        transaction.append(`run/${id}`, 0, eventsOfRun(), { principal: "bench", correlation: id, subject: "tenant" });
      }
    }).durable;
    if (performance.now() - last < 10_000) continue;
    last = performance.now();
    say(`${log.head().position.toLocaleString("en")} of ${events.toLocaleString("en")} events are written`);
  }
}
