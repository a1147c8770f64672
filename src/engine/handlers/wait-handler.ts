/** `run.wait` for an event and `run.sleep`: answered from the table of arrivals and from the clock. */
import { z } from "zod";
import type { Clock } from "../../kernel/clock.ts";
import { describeDuration } from "../../kernel/duration.ts";
import type { Json } from "../../kernel/json.ts";
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
  const arrival = nextArrival(log, run, key, arrivalKey(log, command.name, run.account, null));
  if (arrival) return done({ status: "arrived", key, ...arrival });
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

const arrivedSchema = z.object({ keys: z.array(z.string()), payload: anyJson });

/**
 * The first event under this key that the run was not given yet. Under each key events are given in order, so one position a key says which ones
 * were; an event lies under two keys, by type alone and by what it is about, and counts as given if it was under either.
 */
function nextArrival(
  log: EventLog,
  run: RunView,
  key: string,
  anyKey: string,
): { position: number; event: Json } | undefined {
  const givenUpTo = (each: string): number => Math.max(run.signalsFrom, run.given.get(each) ?? 0);
  let position = Math.max(givenUpTo(key), givenUpTo(anyKey));
  for (;;) {
    const row = log.sql.get(
      "SELECT stream, number, position FROM arrivals WHERE key = ? AND position > ? ORDER BY position LIMIT 1",
      key,
      position,
    );
    if (!row) return undefined;
    position = integer(row, "position");
    const event = log.readEvent(text(row, "stream"), integer(row, "number"));
    if (!event || event.erased) return { position, event: null };
    const { keys, payload } = arrivedSchema.parse(event.data);
    if (!keys.some((each) => givenUpTo(each) >= position)) return { position, event: payload };
  }
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
