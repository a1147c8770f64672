/** The lanes below the run's own: people's time, one bar a question, and each effect with its attempts. Pure. */
import { effectStream } from "../../act/effects/effect-events.ts";
import type { EffectRow } from "../../act/effects/ledger.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Bar } from "./story-shape.ts";

export interface GateSpan {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly openedAt: number;
  /** When it was answered, expired or withdrawn; null while it is open. */
  readonly closedAt: number | null;
}

/** Questions that were open at the same time get lanes of their own. */
export function gateBars(gates: readonly GateSpan[]): Bar[] {
  const laneEnds: number[] = [];
  return gates
    .toSorted((one, other) => one.openedAt - other.openedAt)
    .map(({ id, title, status, openedAt, closedAt }) => {
      const free = laneEnds.findIndex((end) => end <= openedAt);
      const lane = free < 0 ? laneEnds.length : free;
      laneEnds[lane] = closedAt ?? Number.POSITIVE_INFINITY;
      const isNo = status === "declined" || status === "expired";
      return {
        id: `gate/${id}`,
        lane: lane === 0 ? "people" : `people ${lane + 1}`,
        label: title,
        kind: "person",
        from: openedAt,
        to: closedAt,
        status: closedAt === null ? "waiting" : isNo ? "failed" : status === "withdrawn" ? "past" : "done",
        of: { kind: "gate", id },
        step: null,
      };
    });
}

/** Between attempts an effect waits: for its turn, for the other side, or for a person who says what happened. */
export function effectBars(row: EffectRow, description: string, events: readonly RecordedEvent[]): Bar[] {
  const told = events.filter(({ type }) => type !== "EffectEntered");
  const bars: Bar[] = [];
  told.forEach((event, index) => {
    const look = looks[event.type];
    if (!look) return;
    const next = told[index + 1];
    if (look === "waiting" && next !== undefined && next.at - event.at < shortestWaitMs) return;
    bars.push({
      id: `${effectStream(row.id)}/${event.number}`,
      lane: effectStream(row.id),
      label: description,
      kind: look === "attempt" ? "effect" : "waiting",
      from: event.at,
      to: next?.at ?? null,
      status: look === "attempt" ? outcomeOf(next?.type) : waitStatus(event.type, next !== undefined),
      of: { kind: "effect", id: row.id },
      step: row.seq,
    });
  });
  return bars.length > 0 ? bars : instant(row, description, told);
}

/** What is taken up at once did not wait. */
const shortestWaitMs = 100;

function waitStatus(type: string, isPast: boolean): Bar["status"] {
  if (type === "EffectUnknown") return "unknown";
  return isPast ? "past" : "waiting";
}

const looks: Readonly<Record<string, "attempt" | "waiting">> = {
  EffectIntended: "waiting",
  EffectAttempting: "attempt",
  EffectUnknown: "waiting",
  EffectRetrying: "waiting",
};

function outcomeOf(type: string | undefined): Bar["status"] {
  switch (type) {
    case undefined:
      return "moving";
    case "EffectSucceeded":
      return "done";
    case "EffectUnknown":
      return "unknown";
    default:
      return "failed";
  }
}

/** What was done by hand was never sent: one moment, told by its last event. */
function instant(row: EffectRow, description: string, told: readonly RecordedEvent[]): Bar[] {
  const last = told.at(-1);
  if (!last) return [];
  return [
    {
      id: `${effectStream(row.id)}/${last.number}`,
      lane: effectStream(row.id),
      label: description,
      kind: "effect",
      from: last.at,
      to: last.at,
      status: outcomeOf(last.type),
      of: { kind: "effect", id: row.id },
      step: row.seq,
    },
  ];
}
