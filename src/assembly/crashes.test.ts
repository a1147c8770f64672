/**
 * The plug is pulled at every commit, right before it and right after it, one play each: what the runs end with and what was done at the other
 * side are always the same (K1, E1, E6).
 */
import assert from "node:assert/strict";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { describe, test } from "node:test";
import { z } from "zod";
import { cancelRun } from "../engine/operations.ts";
import { soon } from "../kernel/clock.ts";
import type { Json } from "../kernel/json.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { integer, text } from "../log/rows.ts";
import { Database } from "../log/sqlite/database.ts";
import { verifyChain } from "../log/sqlite/verify.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import type { Definition } from "./definitions.ts";
import { Bench } from "./testing/bench.ts";
import { look, refundT1, refundT2, refundT3, undoable } from "./testing/contracts.ts";
import { type Behaviour, ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const minute = 60_000;

/** A disk at which the plug can be pulled. */
class PluggedDatabase extends DatabaseSync {
  commits = 0;
  beforeCommit: (() => void) | null = null;
  afterCommit: (() => void) | null = null;

  override prepare(statement: string): StatementSync {
    const prepared = super.prepare(statement);
    if (statement !== "COMMIT") return prepared;
    const run = prepared.run.bind(prepared);
    prepared.run = () => {
      this.commits += 1;
      this.beforeCommit?.();
      const changes = run();
      this.afterCommit?.();
      return changes;
    };
    return prepared;
  }
}

interface Scenario {
  readonly definitions: () => readonly Definition[];
  readonly script?: readonly Behaviour[];
  readonly keys?: boolean;
  /** What people and senders do; each is done again if the plug was pulled before it was acknowledged. */
  readonly steps: readonly ((world: Bench) => Promise<unknown>)[];
}

interface End {
  readonly runs: Json;
  readonly actions: readonly string[];
  readonly effects: readonly string[];
}

class PulledPlug extends Error {}

async function play(scenario: Scenario, pull: { commit: number; side: "before" | "after" } | null) {
  const handle = new PluggedDatabase(":memory:");
  const clock = new ManualClock();
  const provider = new ScriptedProvider({ keys: scenario.keys ?? true });
  provider.script.push(...(scenario.script ?? []));
  const boot = (): Bench =>
    new Bench({
      definitions: scenario.definitions(),
      clock,
      provider,
      open: (ports) => openMemoryLog({ disk: { handle }, ports, projections, fatal: () => undefined }),
    });
  let world = boot();
  const plug = { isPulled: false, pulled: Promise.withResolvers<void>() };
  const pullAt = (commit: number) => (): void => {
    if (handle.commits !== commit || plug.isPulled) return;
    plug.isPulled = true;
    world.crash();
    plug.pulled.resolve();
    throw new PulledPlug();
  };
  if (pull?.side === "before") handle.beforeCommit = pullAt(handle.commits + pull.commit);
  if (pull?.side === "after") handle.afterCommit = pullAt(handle.commits + pull.commit);
  const first = handle.commits;
  let isRevived = false;
  for (const step of scenario.steps) {
    for (;;) {
      const acting = step(world).then(
        () => null,
        (thrown: unknown) => ({ thrown }),
      );
      const failure = await Promise.race([acting, plug.pulled.promise.then(() => (isRevived ? acting : null))]);
      if (plug.isPulled && !isRevived) {
        isRevived = true;
        clock.stop(2_000);
        world = boot();
        await world.settle();
        continue;
      }
      if (failure) throw failure.thrown;
      break;
    }
  }
  const sql = world.log.sql;
  const runs = sql.all("SELECT id, process, status FROM runs ORDER BY process, id").map((row) => {
    const id = text(row, "id");
    return [text(row, "process"), text(row, "status"), row.status === "done" ? world.value(id) : null];
  });
  const end: End = {
    runs,
    actions: provider.actions.map((action) => `${action.path} ${JSON.stringify(action.body)}`).sort(),
    effects: world
      .effects()
      .map((row) => `${text(row, "contract")} ${text(row, "status")} ${integer(row, "generation")}`)
      .sort(),
  };
  assert.deepEqual(verifyChain(new Database(":memory:", { handle })), []);
  const commits = handle.commits - first;
  world.stop();
  return { end, commits, isPulled: plug.isPulled };
}

async function survivesEveryCrash(scenario: Scenario): Promise<number> {
  const undisturbed = await play(scenario, null);
  let plays = 0;
  for (const side of ["before", "after"] as const) {
    for (let commit = 1; ; commit++) {
      const disturbed = await play(scenario, { commit, side });
      if (!disturbed.isPulled) break;
      plays += 1;
      assert.deepEqual(disturbed.end, undisturbed.end, `the plug pulled right ${side} commit ${commit}`);
    }
  }
  assert.ok(plays >= undisturbed.commits, "every commit had its crash");
  return plays;
}

/** Started anew on what the disk held, and a person answers `rounds` of the event loop later, whatever the runs are at. */
async function answeredWhileRevived(definition: () => Definition, commits: number, rounds: number): Promise<boolean> {
  const handle = new PluggedDatabase(":memory:");
  const clock = new ManualClock();
  const provider = new ScriptedProvider({ keys: false });
  provider.script.push("acts, then reset");
  const boot = (): Bench =>
    new Bench({
      definitions: [definition()],
      clock,
      provider,
      open: (ports) => openMemoryLog({ disk: { handle }, ports, projections, fatal: () => undefined }),
    });
  const before = boot();
  const pulled = Promise.withResolvers<void>();
  const pullAt = handle.commits + commits;
  handle.afterCommit = () => {
    if (handle.commits !== pullAt) return;
    before.crash();
    pulled.resolve();
    throw new PulledPlug();
  };
  const first = before.send("Order", {}).then(
    () => before.pass(2 * minute),
    () => undefined,
  );
  await Promise.race([first, pulled.promise]);
  handle.afterCommit = null;
  const world = boot();
  const [gate] = world.openGates();
  if (gate) {
    for (let round = 0; round < rounds; round++) await new Promise<void>((resolve) => soon(resolve));
    await world.answer(text(gate, "id"), { verdict: "answer", value: { happened: true, output: { id: "seen" } } });
    assert.equal(world.status(text(gate, "run")), "done", `commit ${commits}, answered ${rounds} rounds later`);
  }
  world.stop();
  return gate !== undefined;
}

/** Time passes, and a person who can see the other side tells the truth, until nothing is left to do. */
async function finish(world: Bench): Promise<void> {
  for (let round = 0; round < 12; round++) {
    await world.pass(2 * minute);
    for (const gate of world.openGates()) {
      if (gate.kind !== "unknown") continue;
      const effect = text(gate, "effect");
      const row = world.praxis.ledger.find(effect);
      const charge = z.looseObject({ charge: z.string() }).parse(world.praxis.ledger.intended(effect)?.wish).charge;
      const done = world.provider.actions.find(
        (action) => z.looseObject({ charge: z.string() }).parse(action.body).charge === charge,
      );
      assert.ok(row);
      const value: Json = done ? { happened: true, output: { id: done.id } } : { happened: false };
      await world.answer(text(gate, "id"), { verdict: "answer", value });
    }
  }
}

const send =
  (type: string, payload: Json, options: { about?: string } = {}) =>
  (world: Bench): Promise<unknown> =>
    world.send(type, payload, { id: `${type} ${JSON.stringify(payload)}`, ...options });

describe("the plug pulled at every commit", () => {
  test("reads, effects one after the other, a wait and an end", async () => {
    const refund = refundT1();
    const orders = process("orders", { on: "Order", input: anything }, async (run) => {
      await run.do(look, { id: "1" });
      const one = await run.do(refund, { charge: "one", cents: 1 });
      const arrived = await run.wait("Paid", { about: "order 1", atMost: "1 day" });
      const two = await run.do(refund, { charge: "two", cents: 2 });
      return [one.status, arrived.status, two.status];
    });
    const plays = await survivesEveryCrash({
      definitions: () => [orders],
      script: ["acts, then no answer", "500", "429"],
      steps: [send("Order", {}), finish, send("Paid", {}, { about: "order 1" }), finish],
    });
    assert.ok(plays > 15);
  });

  test("E2: a provider that can only be asked (T2) acts once", async () => {
    const refund = refundT2();
    const orders = process("orders", { on: "Order", input: anything }, (run) =>
      run.do(refund, { charge: "one", cents: 1 }),
    );
    await survivesEveryCrash({
      definitions: () => [orders],
      keys: false,
      script: ["acts, then no answer"],
      steps: [send("Order", {}), finish],
    });
  });

  test("E2: a provider that can neither (T3) acts once, and a person says what became of it", async () => {
    const refund = refundT3();
    const orders = process("orders", { on: "Order", input: anything }, async (run) => {
      const outcome = await run.do(refund, { charge: "one", cents: 1 });
      return outcome.status;
    });
    await survivesEveryCrash({
      definitions: () => [orders],
      keys: false,
      script: ["acts, then reset"],
      steps: [send("Order", {}), finish],
    });
  });

  test("K7: an answer that comes while the run is revived is not missed, at whichever moment it comes", async () => {
    const refund = refundT3();
    const orders = (): Definition =>
      process("orders", { on: "Order", input: anything }, async (run) => {
        const outcome = await run.do(refund, { charge: "one", cents: 1 });
        return outcome.status;
      });
    let answered = 0;
    for (let commits = 1; commits <= 8; commits++) {
      for (let rounds = 0; rounds <= 12; rounds++) {
        if (await answeredWhileRevived(orders, commits, rounds)) answered += 1;
      }
    }
    assert.ok(answered > 12, "the plug was pulled with the gate open");
  });

  test("E4: a scope that fails is undone, once and whole", async () => {
    const a = undoable("a");
    const b = undoable("b");
    const orders = process("orders", { on: "Order", input: anything }, async (run) => {
      const scoped = await run.scope("both", async (scope) => {
        await Promise.all([scope.must(a.act, { charge: "1", cents: 1 }), scope.must(b.act, { charge: "1", cents: 1 })]);
        scope.fail("no");
      });
      return scoped.status;
    });
    await survivesEveryCrash({
      definitions: () => [orders],
      script: ["ok", "acts, then 500", "acts, then garbage"],
      steps: [send("Order", {}), finish],
    });
  });

  test("a run that is cancelled undoes what it did", async () => {
    const a = undoable("a");
    const orders = process("orders", { on: "Order", input: anything }, async (run) => {
      await run.do(a.act, { charge: "1", cents: 1 });
      await run.wait("Never");
    });
    await survivesEveryCrash({
      definitions: () => [orders],
      script: ["ok", "acts, then reset"],
      steps: [
        send("Order", {}),
        async (world) => {
          const [row] = world.log.sql.all("SELECT id FROM runs WHERE status NOT IN ('cancelled')");
          if (row) await cancelRun(world.praxis.engine, text(row, "id"), { principal: "person:ada", why: "no" });
          await world.settle();
        },
        finish,
      ],
    });
  });

  test("gates: a question, an approval, answered each; children; a run that goes on as a new one", async () => {
    const howMuch = decision("how much", { input: anything, answer: z.int(), question: () => "how much" });
    const risky = refundT1({ risk: () => "high" });
    const child = process("child", { input: z.looseObject({ left: z.number() }) }, async (run, { left }) => {
      await run.sleep("1 minute");
      return left === 0 ? "enough" : run.continueAs({ left: left - 1 });
    });
    const orders = process("orders", { on: "Order", input: anything }, async (run) => {
      const started = await run.start(child, { left: 2 });
      const decided = await run.decide(howMuch, {});
      const cents = decided.status === "answered" ? decided.answer : 0;
      const [end, outcome] = await Promise.all([started.end(), run.do(risky, { charge: "x", cents })]);
      return [end, outcome.status, cents];
    });
    const answer = (verdict: "answer" | "approve", value: Json) => async (world: Bench) => {
      const [gate] = world.log.sql.all(
        "SELECT id FROM gates WHERE kind = ?",
        verdict === "answer" ? "question" : "approval",
      );
      assert.ok(gate);
      await world.answer(text(gate, "id"), { verdict, value });
    };
    await survivesEveryCrash({
      definitions: () => [orders, child],
      steps: [send("Order", {}), answer("answer", 7), answer("approve", null), finish],
    });
  });
});
