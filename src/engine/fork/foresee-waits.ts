/** Waits, sleeps and child runs, foreseen: their handlers only look, so what they say now is what a fork would be told. */

import { derivedId } from "../../kernel/ids.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { CommandHandler, Progress } from "../command.ts";
import type { OutcomeDelivered } from "../run-events.ts";
import { badEdit, type Foreseer, type Foresight, foresight, notEditable, type Step, type Told } from "./foresight.ts";

const holds = (): null => null;

export function foreseeWait(handler: CommandHandler): Foreseer {
  return {
    kind: "wait",
    foresee: (run, command) => fromProgress(handler.advance(run, command)),
    label: ({ name }) => ({ description: `wait for the event ${name}`, tier: null }),
    edit: editWait,
    stale: holds,
  };
}

/** The event stays consumed, so that a later wait is not given it a second time. */
function editWait(outcome: OutcomeDelivered, edited: Json): Told {
  const { value, args } = outcome;
  if (edited !== null) {
    const arrived = isObject(value) && value.status === "arrived" ? value : { status: "arrived" };
    return { ok: true, value: { ...arrived, event: edited } };
  }
  if (isObject(args) && typeof args.atMostMs === "number") return { ok: true, value: { status: "timed out" } };
  throw badEdit(outcome, "this wait has no time limit, so it cannot have timed out", "Give the event's payload.");
}

export function foreseeSleep(handler: CommandHandler): Foreseer {
  return {
    kind: "sleep",
    foresee(run, command) {
      const progress = handler.advance(run, command);
      const told = { ok: true, value: null };
      if (progress.state !== "waiting") return foresight("would wait", { told });
      return foresight("would wait", { told, dueAt: progress.dueAt, because: [progress.what] });
    },
    label: () => ({ description: "let time pass", tier: null }),
    edit: (outcome) => {
      throw notEditable(outcome, "time that passed");
    },
    stale: holds,
  };
}

export function foreseeStart(): Foreseer {
  return {
    kind: "start",
    // Where the origin started the same, its child is what a later step of the record speaks of.
    foresee: (run, command, recorded) =>
      foresight("would start", {
        because: ["a new run; what the origin's did is met, not done again"],
        told: recorded ? null : { ok: true, value: derivedId(run.id, "child", command.seq) },
      }),
    label: ({ name }) => ({ description: `start a run of "${name}"`, tier: null }),
    edit: (outcome) => {
      throw notEditable(outcome, "a run that was started");
    },
    stale: holds,
  };
}

export function foreseeJoin(handler: CommandHandler): Foreseer {
  return {
    kind: "join",
    foresee: (run, command) => fromProgress(handler.advance(run, command)),
    label: ({ name }: Step) => ({ description: `wait for the end of a run of "${name}"`, tier: null }),
    edit: (outcome) => {
      throw notEditable(outcome, "the end of another run");
    },
    stale: holds,
  };
}

function fromProgress(progress: Progress): Foresight {
  switch (progress.state) {
    case "done":
      return foresight("would be given", { told: { ok: progress.ok, value: progress.value } });
    case "waiting":
      return foresight("would wait", { because: [progress.what] });
    case "broken":
      return foresight("would be set aside", { because: [progress.reason] });
    case "working":
      return foresight("would wait");
  }
}
