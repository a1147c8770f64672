/**
 * Forks of one run from every one of its steps, with every kind of edit, dry and live (G1, E1): no approval is used a second time, nothing is done twice, and what the rehearsal listed is
 * what the fork does - each effect that is met, done, asked about, denied or in conflict, and no other.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Rehearsal, RehearsedStep } from "../engine/fork/rehearse.ts";
import { outcomeSchema } from "../engine/run-events.ts";
import { PraxisError } from "../kernel/errors.ts";
import { canonical } from "../kernel/json.ts";
import { text } from "../log/rows.ts";
import type { Bench } from "./testing/bench.ts";
import { refundSchema } from "./testing/contracts.ts";
import { type Asked, fork, rehearse } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";
import { edits, letOrdersGo, orderDefinitions, orderInput } from "./testing/order-runs.ts";

const lastStep = 11;

/** In which state the run is that is forked. */
const origins: Record<string, (world: Bench) => Promise<string>> = {
  "that is done": async (world) => {
    const run = await world.begin("Order", orderInput);
    await letOrdersGo(world);
    assert.equal(world.status(run), "done");
    return run;
  },
  "whose approved refund was refused": async (world) => {
    world.provider.script.push("ok", "refused");
    const run = await world.begin("Order", orderInput);
    await letOrdersGo(world);
    assert.equal(world.status(run), "done");
    return run;
  },
  "that waits for an approval": async (world) => {
    const run = await world.begin("Order", orderInput);
    await letOrdersGo(world, 1);
    assert.equal(world.openGates()[0]?.kind, "approval");
    return run;
  },
};

const gatesOf = (world: Bench): string[] =>
  world.log.sql.all("SELECT * FROM gates WHERE status != 'open' ORDER BY position").map((row) => JSON.stringify(row));

interface LiveStep {
  readonly seq: number;
  readonly name: string;
  readonly status: string;
  readonly effect: string | null;
}

const toldSchema = z.looseObject({ status: z.string(), effect: z.string().optional() });

/** The effects that the fork itself asked for, as it was told of them. */
function liveSteps(world: Bench, run: string): LiveStep[] {
  return world.events(run).flatMap(({ type, data }) => {
    if (type !== "OutcomeDelivered") return [];
    const { seq, kind, name, value, copy } = outcomeSchema.parse(data);
    if (kind !== "do" || copy !== undefined) return [];
    const { status, effect = null } = toldSchema.parse(value);
    return [{ seq, name, status, effect }];
  });
}

/** As the list calls it. */
function listedAs({ status, effect }: LiveStep, before: ReadonlySet<string>): RegExp {
  if (status === "denied") return /^denied$/;
  if (status === "conflict") return /^conflict$/;
  if (effect !== null && before.has(effect)) return /^already done: met$/;
  return /^would (?:be done|ask)$/;
}

const asks = ({ kind, outcome }: RehearsedStep): boolean =>
  kind === "do" && outcome !== "kept" && outcome !== "not reached";

function checkList(world: Bench, forked: string, { steps, ends }: Rehearsal, before: ReadonlySet<string>): void {
  const live = liveSteps(world, forked);
  const listed = steps.filter(asks);
  const known = Math.max(0, ...steps.filter(({ outcome }) => outcome !== "not reached").map(({ seq }) => seq));
  for (const step of live) {
    const found = listed.find(({ seq, name }) => seq === step.seq && name === step.name);
    if (!found) {
      assert.equal(ends, null, `step ${step.seq} (${step.name}) was done, is not listed, and the end was foreseen`);
      assert.ok(step.seq > known, `step ${step.seq} (${step.name}) was done, and is not listed`);
      continue;
    }
    assert.match(found.inFork, listedAs(step, before), `step ${step.seq} (${step.name}) was ${step.status}`);
    if (found.inFork === "already done: met") assert.equal(found.effect, step.effect);
  }
  for (const { seq, name } of listed)
    assert.ok(
      live.some((step) => step.seq === seq && step.name === name),
      `step ${seq} (${name}) is listed, and was not done`,
    );
  // Where it went on with what was recorded, the other side may say another thing this time.
  const isSure = listed.every(({ outcome, inFork }) => outcome === inFork);
  if (isSure && ends?.startsWith("it is done: ")) assert.equal(ends, `it is done: ${canonical(world.value(forked))}`);
}

/** Runs that the fork started, it included. */
function family(world: Bench, run: string): Set<string> {
  const found = new Set([run]);
  for (const row of world.log.sql.all("SELECT id, parent FROM runs ORDER BY started_position"))
    if (typeof row.parent === "string" && found.has(row.parent)) found.add(text(row, "id"));
  return found;
}

function checkApprovals(world: Bench, forked: string, before: ReadonlySet<string>): number {
  const runs = family(world, forked);
  const used = new Set<string>();
  for (const row of world.effects()) {
    const gate = world.praxis.ledger.intended(text(row, "id"))?.authority.gate ?? null;
    if (gate === null) continue;
    assert.ok(!used.has(gate), "a yes is for one effect");
    used.add(gate);
    if (before.has(text(row, "id"))) continue;
    const asked = world.log.sql.get("SELECT run FROM gates WHERE id = ?", gate)?.run;
    if (runs.has(text(row, "run"))) assert.ok(runs.has(String(asked)), "a fork's effect rests on a yes of its own");
  }
  return used.size;
}

async function tryFork(
  begin: (world: Bench) => Promise<string>,
  step: number,
  asked: Asked,
): Promise<"forked" | "refused"> {
  const world = bench(orderDefinitions);
  try {
    const origin = await begin(world);
    const effects = new Set(world.effects().map((row) => text(row, "id")));
    const [gates, head, exchanges] = [gatesOf(world), world.log.head(), world.provider.exchanges.length];
    let rehearsal: Rehearsal;
    try {
      rehearsal = await rehearse(world, origin, step, asked);
    } catch (thrown) {
      assert.ok(thrown instanceof PraxisError);
      await assert.rejects(fork(world, origin, step, asked), { code: thrown.code }, "dry and live are refused alike");
      assert.deepEqual(world.log.head(), head);
      return "refused";
    }
    await world.settle();
    assert.deepEqual([world.log.head(), world.provider.exchanges.length], [head, exchanges], "dry is dry");
    const forked = await fork(world, origin, step, asked);
    const rests = rehearsal.steps.find(({ inFork }) => inFork === "would ask" || inFork === "would wait");
    if (rests?.inFork === "would ask")
      assert.ok(
        world.openGates().some(({ run }) => run === forked),
        `step ${rests.seq} asks anew, whatever its origin asked`,
      );
    await letOrdersGo(world);
    assert.equal(world.status(forked), "done");
    checkList(world, forked, rehearsal, effects);
    checkApprovals(world, forked, effects);
    assert.deepEqual(gatesOf(world).slice(0, gates.length), gates, "what was answered before stays as it was");
    const done = world.provider.actions.map(({ path, body }) => `${path} ${refundSchema.parse(body).charge}`);
    assert.deepEqual(done.toSorted(), [...new Set(done)].toSorted(), "nothing is done twice");
    for (const run of [origin, forked]) await world.praxis.replays.replay({ run, at: null });
    return "forked";
  } finally {
    world.stop();
  }
}

for (const [state, begin] of Object.entries(origins)) {
  describe(`G1: a run ${state}, forked from every step`, () => {
    for (const [edit, asked] of Object.entries(edits)) {
      test(`with ${edit} edited`, async () => {
        const found = { forked: 0, refused: 0 };
        for (let step = 1; step <= lastStep + 1; step++) found[await tryFork(begin, step, asked)] += 1;
        assert.ok(found.forked > 0, "some steps can be forked from");
        if (edit === "nothing" && state === "that is done") assert.equal(found.refused, 0);
      });
    }
  });
}
