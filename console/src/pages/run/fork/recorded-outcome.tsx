/** What a step was given when it was recorded, to edit it from there: looked up among the run's events. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { get } from "../../../api/client.ts";
import type { EventsPage } from "../../../api/queries.ts";
import type { Step } from "../../../api/types.ts";
import { isRecord } from "../../../text/facts.ts";

interface RecordedOutcomeProps {
  readonly run: string;
  readonly step: Step;
  readonly children: (value: unknown) => ReactNode;
}

const mostPages = 20;

export function RecordedOutcome({ run, step, children }: RecordedOutcomeProps) {
  const { data, isPending } = useQuery({
    queryKey: ["run", run, "outcome", String(step.seq)],
    queryFn: async ({ signal }) => ({ value: await findOutcome(run, step, signal) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isPending) return <p className="soft">Reading what the step was given…</p>;
  return children(data?.value ?? null);
}

async function findOutcome(run: string, { seq, name }: Step, signal: AbortSignal): Promise<unknown> {
  let from: number | null = 1;
  for (let page = 0; page < mostPages && from !== null; page++) {
    const found: EventsPage = await get<EventsPage>(`runs/${run}/events`, { from, limit: 500, q: name }, signal);
    for (const { data } of found.events) {
      if (isRecord(data) && data.seq === seq && "value" in data) return data.value;
    }
    from = found.next;
  }
  return null;
}
