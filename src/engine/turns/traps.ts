/**
 * Traps for what process code must not touch (K4): the clock, randomness, timers and the network. Outside a turn they behave as ever.
 * The traps replace globals of the whole process once, at the start of a server or a test world; Praxis itself keeps its own references
 * (kernel/clock.ts), taken before.
 *
 * They are a guard against mistakes, not a sandbox: process code that imports node:fs, or keeps state in a global, is not stopped by them. What it does
 * so is not replayed; code that is not trusted belongs into another process.
 */
import { PraxisError } from "../../kernel/errors.ts";

/** Tells which run is executing; and is told what it touched. */
export interface TrapOwner {
  readonly current: string | null;
  trapped(runId: string, what: string): void;
  /** A promise of the run's failed, and nothing awaits it. */
  unawaited(runId: string, reason: unknown): void;
}

const owners = new Set<TrapOwner>();
let installed = false;

/** @returns a function that takes the owner out again. */
export function installTraps(owner: TrapOwner): () => void {
  owners.add(owner);
  if (!installed) {
    replaceGlobals();
    catchUnawaited();
  }
  installed = true;
  return () => owners.delete(owner);
}

function check(what: string, instead: string): void {
  for (const owner of owners) {
    const runId = owner.current;
    if (runId === null) continue;
    owner.trapped(runId, `${what}; use ${instead}`);
    throw new PraxisError("foreign_call", `process code called ${what}`, {
      next: `Use ${instead} instead, so that a replay sees the same.`,
    });
  }
}

/**
 * A promise that process code did not await and that fails would end the server. Node tells of it before the run's turn is settled, so it is known
 * whose it was; any other is as fatal as ever. The event is caught before anybody hears of it, for a listener of somebody else's, such as a test
 * runner's or an error reporter's, may take it for the end of the process.
 */
function catchUnawaited(): void {
  process.emit = new Proxy(process.emit, {
    apply(emit, self, args) {
      if (args[0] === "unhandledRejection" || args[0] === "uncaughtException") {
        for (const owner of owners) {
          if (owner.current === null) continue;
          owner.unawaited(owner.current, args[1]);
          return true;
        }
      }
      return Reflect.apply(emit, self, args);
    },
  });
}

function guard<F extends (...args: never[]) => unknown>(original: F, what: string, instead: string): F {
  return new Proxy(original, {
    apply(target, self, args) {
      check(what, instead);
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      if (args.length === 0) check(what, instead);
      return Reflect.construct(target, args, newTarget);
    },
  });
}

function replaceGlobals(): void {
  const RealDate = globalThis.Date;
  const now = guard(RealDate.now.bind(RealDate), "Date.now()", "run.now()");
  globalThis.Date = new Proxy(RealDate, {
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name, target)),
    apply(target, self, args) {
      check("Date()", "run.now()");
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      if (args.length === 0) check("new Date()", "new Date(run.now())");
      return Reflect.construct(target, args, newTarget);
    },
  });
  Math.random = guard(Math.random, "Math.random()", "run.random()");
  globalThis.setTimeout = guard(globalThis.setTimeout, "setTimeout()", 'run.sleep("5 minutes")');
  globalThis.setInterval = guard(globalThis.setInterval, "setInterval()", 'run.sleep("5 minutes") in a loop');
  globalThis.setImmediate = guard(globalThis.setImmediate, "setImmediate()", "nothing: await what the run returns");
  globalThis.fetch = guard(globalThis.fetch, "fetch()", "a contract and run.do()");
  crypto.randomUUID = guard(crypto.randomUUID.bind(crypto), "crypto.randomUUID()", "run.random()");
  crypto.getRandomValues = guard(crypto.getRandomValues.bind(crypto), "crypto.getRandomValues()", "run.random()");
  performance.now = guard(performance.now.bind(performance), "performance.now()", "run.now()");
  const hrtime = guard(process.hrtime.bind(process), "process.hrtime()", "run.now()");
  const bigint = guard(process.hrtime.bigint.bind(process.hrtime), "process.hrtime.bigint()", "run.now()");
  process.hrtime = Object.assign(hrtime, { bigint });
  // What would end the server for the sake of one run, at each start anew.
  process.exit = guard(process.exit.bind(process), "process.exit()", "return or run.fail()");
  process.abort = guard(process.abort.bind(process), "process.abort()", "return or run.fail()");
  process.kill = guard(process.kill.bind(process), "process.kill()", "return or run.fail()");
}
