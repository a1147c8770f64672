/** Follows a run: says each step on standard error as it is recorded, until the run is over, waits, or time is up. */
import type { Api } from "./client/api.ts";
import { type RunDetailShape, runDetailShape } from "./client/shapes.ts";
import type { Context } from "./context.ts";
import { describeEvent } from "./render/run-story.ts";
import { clockTime } from "./render/time.ts";

const lookEveryMs = 150;
/** A run that waits is looked at once more after this: what it waits for may be on its way. */
const restsAfterMs = 400;

export async function followRun(
  { output, json }: Context,
  api: Api,
  run: string,
  atMostMs: number,
): Promise<RunDetailShape> {
  const givenUpAt = Date.now() + atMostMs;
  let waitingSince: number | null = null;
  let nextEvent = 1;
  for (;;) {
    const detail = await api.get(runDetailShape, `/api/runs/${run}`, {
      eventsFrom: String(nextEvent),
      eventsLimit: "500",
    });
    for (const event of detail.events) {
      if (!json) output.say(`${clockTime(event.at).slice(11)}  ${describeEvent(event)}`);
      nextEvent = event.number + 1;
    }
    if (detail.events.length > 0) waitingSince = null;
    if (detail.status === "done" || detail.status === "cancelled" || detail.status === "set aside") return detail;
    if (detail.status === "waiting") {
      waitingSince ??= Date.now();
      if (Date.now() - waitingSince >= restsAfterMs) return detail;
    }
    if (Date.now() >= givenUpAt) return detail;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
