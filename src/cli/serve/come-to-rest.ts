/** Waits until nothing moves any more: for commands that open the folder in their own process, and let go of it again. */
import type { Praxis } from "../../assembly/assemble.ts";

const lookEveryMs = 10;
/** Between two steps of a run it may look idle for a moment. */
const calmLooks = 3;

/** @returns false where something still moved after `atMostMs`. */
export async function comeToRest({ engine, worker, ports, log }: Praxis, atMostMs: number): Promise<boolean> {
  const givenUpAt = ports.clock.monotonicMs() + atMostMs;
  let calm = 0;
  while (calm < calmLooks && ports.clock.monotonicMs() < givenUpAt) {
    calm = engine.unsettledCount === 0 && engine.backlog.size === 0 && worker.busy === 0 ? calm + 1 : 0;
    await new Promise<void>((settle) => void ports.clock.after(lookEveryMs, settle));
  }
  await log.whenDurable();
  return calm === calmLooks;
}
