/** Switches for tests and operators, read from the environment once. They appear in no help. */
import { z } from "zod";
import { PraxisError } from "../../kernel/errors.ts";
import type { Failpoints } from "../../kernel/failpoints.ts";
import { noFailpoints } from "../../kernel/failpoints.ts";

const milliseconds = z.coerce.number().int().positive().optional();
const count = z.coerce.number().int().positive().optional();
const schema = z.object({
  PRAXIS_TAKE_OVER_AFTER_MS: milliseconds,
  PRAXIS_TURN_LIMIT_MS: milliseconds,
  PRAXIS_TURN_LIMIT_BYTES: count,
  PRAXIS_MOST_WAITING: count,
  PRAXIS_MOST_IN_HAND: count,
});

export interface Switches {
  /** A server that was silent for so long is taken over. */
  readonly takeOverAfterMs: number | undefined;
  /** A turn that takes so long, or so much memory, is ended. */
  readonly turnLimitMs: number | undefined;
  readonly turnLimitBytes: number | undefined;
  /** Runs that may have begun and not be taken up yet, before events are refused with 429. */
  readonly mostWaiting: number | undefined;
  /** Requests that bring something in, at once, before others are refused with 429. */
  readonly mostInHand: number | undefined;
}

/** @throws bad_environment */
export function readSwitches(environment: Readonly<Record<string, string | undefined>>): Switches {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? "");
    throw new PraxisError(
      "bad_environment",
      `${name} is "${environment[name]}", and has to be a whole number above zero`,
      {
        next: "Correct it in the environment, or leave it out.",
      },
    );
  }
  const { data: read } = parsed;
  return {
    takeOverAfterMs: read.PRAXIS_TAKE_OVER_AFTER_MS,
    turnLimitMs: read.PRAXIS_TURN_LIMIT_MS,
    turnLimitBytes: read.PRAXIS_TURN_LIMIT_BYTES,
    mostWaiting: read.PRAXIS_MOST_WAITING,
    mostInHand: read.PRAXIS_MOST_IN_HAND,
  };
}

const signals: Readonly<Record<string, NodeJS.Signals>> = { kill: "SIGKILL", stop: "SIGSTOP" };

/**
 * `EffectAttempting.durable=kill@3,EffectSucceeded.before=stop@1`: at the n-th hit of a name the process sends itself that signal.
 * Whatever does not read like this is left out: a failpoint must never stop a server by accident.
 */
export function failpointsFrom(
  text: string | undefined,
  send: (signal: NodeJS.Signals) => void = (signal) => process.kill(process.pid, signal),
): Failpoints {
  if (text === undefined || text === "") return noFailpoints;
  const planted = text.split(",").flatMap((part) => {
    const [, name, action = "", hit] = /^\s*([^=\s]+)=(kill|stop)@(\d+)\s*$/.exec(part) ?? [];
    const signal = signals[action];
    return name === undefined || signal === undefined ? [] : [{ name, signal, at: Number(hit) }];
  });
  const hits = new Map<string, number>();
  return {
    hit(name) {
      const count = (hits.get(name) ?? 0) + 1;
      hits.set(name, count);
      for (const each of planted) if (each.name === name && each.at === count) send(each.signal);
    },
  };
}
