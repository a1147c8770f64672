/**
 * `run.do` for what has no ledger row: reads, which may be repeated freely, and T0 contracts, which act inside Praxis only. An action of Praxis itself is
 * recorded in the commit that records its outcome; a process's own step is pure, and is made again where a process dies before it is recorded (ADR 0031).
 */
import type { Command, CommandHandler, Progress, RunView } from "../../engine/command.ts";
import { done } from "../../engine/command.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../kernel/clock.ts";
import { assert, messageOf, PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { Parsed } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import { type Call, CallError } from "../call.ts";
import type { AnyContract, Bound } from "../contract.ts";
import type { LocalActions, Settings } from "../ports.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Batcher } from "./batcher.ts";
import { bindCommand } from "./bind-command.ts";
import { backoffMs, withinPatience } from "./transitions.ts";

export interface ReadHandlerDeps {
  readonly engine: Engine;
  readonly ports: Ports;
  readonly contracts: ContractRegistry;
  readonly batcher: Batcher;
  readonly settings: Settings;
}

export function readHandler(deps: ReadHandlerDeps): CommandHandler {
  const results = new Map<string, Progress>();
  /** By command, the reading that counts: one that was withdrawn does not. */
  const running = new Map<string, object>();
  return {
    kind: "read",
    advance(run, command) {
      const key = `${run.id}/${command.seq}`;
      const result = results.get(key);
      if (result) {
        results.delete(key);
        return result;
      }
      const on = { kind: "call", key };
      if (running.has(key)) return { state: "working", on };
      const found = bindCommand(deps.contracts, command);
      if ("state" in found) return found;
      const reading = {};
      running.set(key, reading);
      const finish = (progress: Progress): void => {
        if (running.get(key) !== reading) return;
        running.delete(key);
        // Nobody is there to take it, and it would be stale by the time somebody is: it is read anew then.
        if (!deps.engine.driverOf(run.id)) return;
        results.set(key, progress);
        deps.engine.poke(on);
      };
      read(deps, run, command, found.contract, found.bound).then(finish, (thrown: unknown) =>
        finish({
          state: "broken",
          code: "read_threw",
          reason: messageOf(thrown),
          next: "Mend what the message names, then `praxis retry` the run.",
        }),
      );
      return { state: "working", on };
    },
    withdraw(run, command) {
      const key = `${run.id}/${command.seq}`;
      results.delete(key);
      running.delete(key);
      return true;
    },
  };
}

/** Repeats until the other side answers, or the budget of attempts is spent. */
async function read(
  deps: ReadHandlerDeps,
  run: RunView,
  command: Command,
  contract: AnyContract,
  bound: Bound,
): Promise<Progress> {
  const { via } = contract;
  assert(via, "a read has a connection");
  const begunMs = deps.ports.clock.monotonicMs();
  for (let number = 1; ; number++) {
    const place = await deps.batcher.place(contract, via, run.account);
    const target = {
      connection: via,
      account: run.account,
      // Where a read is a POST, each must be answered anew.
      key: `praxis-${run.id}-${command.seq}-${number}`,
      correlation: run.correlation,
      deadlineMonotonicMs: deps.ports.clock.monotonicMs() + via.timeoutMs,
    };
    const result = await place.attempt(target, bound);
    place.leave();
    if (result.kind === "succeeded") return done(result.output);
    if (result.kind === "refused") return failed(result.code, result.reason);
    if (result.kind === "failed")
      return {
        state: "broken",
        code: result.code,
        reason: result.why,
        next: "Mend the contract, then `praxis retry` the run.",
      };
    if (number >= contract.budget.attempts) {
      return {
        state: "broken",
        code: "unreachable",
        reason: `${contract.name}: ${result.why} (${number} attempts)`,
        next: "When the other side answers again, `praxis retry` the run; nothing was lost.",
      };
    }
    const leftMs = begunMs + contract.budget.withinMs - deps.ports.clock.monotonicMs();
    const delayMs =
      result.retryAfterMs === null ? backoffMs(number, deps.ports.random) : withinPatience(result.retryAfterMs, leftMs);
    await new Promise<void>((resolve) => void deps.ports.clock.after(delayMs, resolve));
  }
}

function failed(code: string, message: string): Progress {
  return { state: "done", ok: false, value: { code, message } };
}

export interface LocalHandlerDeps {
  readonly contracts: ContractRegistry;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly actions: LocalActions;
}

/** T0: done at once. What an action of Praxis itself records is in the commit of its outcome; a process's own step records nothing (ADR 0031). */
export function localHandler(deps: LocalHandlerDeps): CommandHandler {
  return {
    kind: "local",
    isPure: ({ name }) => deps.contracts.find(name)?.local === null,
    advance(run: RunView, command: Command): Progress {
      const found = bindCommand(deps.contracts, command);
      if ("state" in found) return found;
      const output = performLocal(deps, run, found);
      if (output.ok) return done(output.value);
      return {
        state: "broken",
        code: "local_threw",
        reason: `${command.name}: ${output.error}`,
        next: "Mend the contract, then `praxis retry` the run.",
      };
    },
    withdraw: () => true,
  };
}

function performLocal(
  deps: LocalHandlerDeps,
  run: RunView,
  { contract, bound }: { contract: AnyContract; bound: Bound },
): Parsed<Json> {
  if (contract.local === null) return bound.performLocally(noCall);
  const action = deps.actions[contract.local];
  if (!action) return { ok: false, error: `this version of Praxis cannot carry out "${contract.local}"` };
  try {
    const { value } = deps.log.write((transaction) => action({ transaction, run, now: deps.clock.now() }, bound.wish));
    return contract.readOutput(value);
  } catch (thrown) {
    // A full disk, or another owner, passes: the run is tried again.
    if (thrown instanceof PraxisError && thrown.disposition !== "terminal") throw thrown;
    return { ok: false, error: messageOf(thrown) };
  }
}

const refuse = (): never => {
  throw new CallError("not sent", "no_connection", "a T0 contract has no connection to call");
};
const noCall: Call = {
  key: "",
  account: "",
  get: refuse,
  post: refuse,
  put: refuse,
  patch: refuse,
  delete: refuse,
  send: refuse,
};
