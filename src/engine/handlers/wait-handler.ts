/** `run.wait` for an event and `run.sleep`: answered from the table of arrivals and from the clock. */
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { describeDuration } from "../../kernel/duration.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { type Command, type CommandHandler, done, type Progress, type RunView } from "../command.ts";
import { arrivalKey } from "../intake.ts";

const waitArgs = z.object({ about: z.string().nullable(), atMostMs: z.number().nullable() });
const sleepArgs = z.object({ ms: z.number() });

export function waitHandler(log: EventLog, clock: Clock): CommandHandler {
  return {
    kind: "wait",
    advance: (run, command) => advanceWait(log, clock, run, command),
    withdraw: () => true,
  };
}

function advanceWait(log: EventLog, clock: Clock, run: RunView, command: Command): Progress {
  const { about, atMostMs } = waitArgs.parse(command.args);
  const key = arrivalKey(log, command.name, run.account, about);
  const row = log.sql.get(
    "SELECT stream, number, position FROM arrivals WHERE key = ? AND position > ? ORDER BY position LIMIT 1",
    key,
    consumedUpTo(run, key),
  );
  if (row) {
    const event = log.readEvent(text(row, "stream"), integer(row, "number"));
    const payload: Json =
      event && !event.erased && isObject(event.data) && "payload" in event.data ? toPayload(event.data.payload) : null;
    return done({ status: "arrived", key, position: integer(row, "position"), event: payload });
  }
  const dueAt = atMostMs === null ? null : command.issuedAt + atMostMs;
  if (dueAt !== null && clock.now() >= dueAt) return done({ status: "timed out" });
  const limit = atMostMs === null ? "" : `, at most ${describeDuration(atMostMs)}`;
  return {
    state: "waiting",
    on: { kind: "event", key },
    what: `the event ${command.name}${limit}`,
    owner: "outside",
    dueAt,
  };
}

function toPayload(value: unknown): Json {
  return anyJson.parse(value);
}

/** An event is given to a run once: the next wait for the same thing looks after it. */
function consumedUpTo(run: RunView, key: string): number {
  let position = run.signalsFrom;
  for (const { value } of run.outcomes.values()) {
    if (isObject(value) && value.key === key && typeof value.position === "number")
      position = Math.max(position, value.position);
  }
  return position;
}

export function sleepHandler(clock: Clock): CommandHandler {
  return {
    kind: "sleep",
    advance(_run, command) {
      const { ms } = sleepArgs.parse(command.args);
      const dueAt = command.issuedAt + ms;
      if (clock.now() >= dueAt) return done(null);
      return {
        state: "waiting",
        on: { kind: "timer", key: "" },
        what: `${describeDuration(ms)} to pass`,
        owner: "clock",
        dueAt,
      };
    },
    withdraw: () => true,
  };
}
