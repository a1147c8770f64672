/**
 * A folder goes from one version of Praxis (N) to the next (N+1) and back, with runs waiting across: tables that differ are built again, in both directions (K3), and what the older one
 * cannot read it refuses before it writes (K10, ADR 0030). Recorded histories of real versions: faults/histories.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { effectsProjection } from "../act/effects/effects-table.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import type { Projection } from "../log/event-log.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { Database } from "../log/sqlite/database.ts";
import { brokenTables } from "../log/sqlite/verify-tables.ts";
import { savedViewsProjection } from "../oversee/saved-views/saved-views-table.ts";
import { projections } from "./assemble.ts";
import { knowsKind } from "./event-kinds.ts";
import { Bench } from "./testing/bench.ts";
import { withCode } from "./testing/forking.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";
import { checkDone, holdAll, letGo, waitingDefinitions } from "./testing/waiting-runs.ts";

const masterKey = new Uint8Array(32).fill(7);

/** N+1 counts events in a table of its own, keeps an index of N's elsewhere under the same name, has a column more, and knows no saved views. */
const counts: Projection = {
  name: "counts",
  version: 1,
  tables: {
    counts: `CREATE TABLE counts (type TEXT PRIMARY KEY, count INTEGER NOT NULL, started_at INTEGER NOT NULL) STRICT;
      CREATE INDEX runs_by_time ON counts (started_at)`,
  },
  apply: ({ type, at }, sql) =>
    void sql.run("INSERT INTO counts VALUES (?, 1, ?) ON CONFLICT (type) DO UPDATE SET count = count + 1", type, at),
};
const next: readonly Projection[] = [
  ...projections
    .filter((each) => each !== savedViewsProjection)
    .map((each) => {
      const changed = Object.entries(each.tables).map(([table, definition]): [string, string] => [
        table,
        table === "runs"
          ? definition
              .replace("CREATE INDEX runs_by_time ON runs (started_at, id);", "")
              .replace("detail TEXT,", "detail TEXT, remark TEXT AS (upper(status)),")
          : definition,
      ]);
      return each.name === "runs" ? { ...each, version: each.version + 1, tables: Object.fromEntries(changed) } : each;
    }),
  counts,
];

const ofNobody: Projection["apply"] = (event, sql, keys) => {
  effectsProjection.apply(event, sql, keys);
  if (event.type === "EffectEntered")
    sql.run("UPDATE effects SET run = 'of nobody' WHERE id = ?", event.stream.slice(7));
};

class Machine {
  readonly disk = new MemoryDisk();
  readonly #clock = new ManualClock();
  readonly #provider = new ScriptedProvider();
  #lives = 0;
  #running: Bench | undefined;

  /** The process before is killed, and this version starts. */
  start(tables: readonly Projection[], knows = knowsKind): Bench {
    this.#running?.crash();
    this.#running = new Bench({
      open: (ports) => openMemoryLog({ disk: this.disk, ports, projections: tables, knows }),
      definitions: waitingDefinitions,
      clock: this.#clock,
      provider: this.#provider,
      seed: ++this.#lives,
    });
    return this.#running;
  }

  problems(tables: readonly Projection[]): readonly string[] {
    const copy = new DatabaseSync(":memory:");
    copy.deserialize(this.disk.handle.serialize());
    return brokenTables(new Database(":memory:", { handle: copy }), tables, masterKey, () => undefined);
  }

  names(): string[] {
    const rows = new Database(":memory:", { handle: this.disk.handle }).all(
      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'",
    );
    return rows.map((row) => text(row, "name")).sort();
  }
}

describe("K3: N, N+1 and back, with runs waiting across", () => {
  test("tables are built again in each direction, and every run comes to its end with nothing done twice", async () => {
    const machine = new Machine();
    const runs = await holdAll(machine.start(projections), "first");
    const before = machine.names();
    for (const [version, tables] of [next, projections, next, next, projections].entries()) {
      const world = machine.start(tables);
      await world.settle();
      assert.deepEqual(machine.problems(tables), [], `at start ${version}`);
      runs.push(...(await holdAll(world, `start ${version}`)));
      assert.deepEqual(machine.problems(tables), [], `while ${version} is at work`);
    }
    const world = machine.start(projections);
    await letGo(world);
    checkDone(world, runs);
    for (const run of runs) await world.praxis.replays.replay({ run, at: null });
    assert.deepEqual(machine.names(), before, "nothing of N+1 is left lying about");
    world.stop();
  });

  test("a table that N does not know is not taken for whole by N+1 when it comes back", async () => {
    const machine = new Machine();
    await holdAll(machine.start(next), "first");
    await letGo(machine.start(projections));
    const world = machine.start(next);
    const counted = world.log.sql.get("SELECT count FROM counts WHERE type = 'RunFinished'");
    assert.equal(counted?.count, 7);
    world.stop();
  });

  test("a table that is made of another one's rows is built again with it", async () => {
    // The moments of a story look in the effects for whose they are; here only the version of the effects is another.
    const other = projections.map((each) =>
      each === effectsProjection ? { ...each, version: each.version + 1, apply: ofNobody } : each,
    );
    const machine = new Machine();
    await holdAll(machine.start(projections), "first");
    await machine.start(other).settle();
    assert.deepEqual(machine.problems(other), []);
  });

  test("tables from before it was noted who made them are rebuilt as ever", async () => {
    const machine = new Machine();
    const runs = await holdAll(machine.start(projections), "first");
    machine.start(projections).crash();
    machine.disk.handle.exec("DROP TABLE projection_tables; DROP TABLE event_kinds");
    await letGo(machine.start(next));
    const world = machine.start(projections);
    checkDone(world, runs);
    assert.deepEqual(machine.problems(projections), []);
    world.stop();
  });
});

describe("K10: events that only N+1 knows", () => {
  const knowsMore = (type: string, schema: number): boolean =>
    knowsKind(type, schema) || type === "RunPaused" || (type === "RunStarted" && schema === 2);
  const cause = { principal: "system" };

  for (const [name, event, words] of [
    ["of a new type", { type: "RunPaused", data: {} }, /events that this Praxis does not know: RunPaused/],
    ["in a new schema", { type: "RunStarted", data: {}, schema: 2 }, /does not know: RunStarted in schema 2/],
  ] as const) {
    test(`${name} make N refuse the folder in words, before it writes anything; N+1 goes on`, async () => {
      const machine = new Machine();
      const runs = await holdAll(machine.start(projections), "first");
      const newer = machine.start(projections, knowsMore);
      await newer.log.append("pauses", 0, [event], cause).durable;
      newer.crash();
      const before = machine.disk.handle.serialize();
      assert.throws(() => machine.start(projections), withCode("newer_log", words));
      assert.deepEqual(machine.disk.handle.serialize(), before);
      const world = machine.start(projections, knowsMore);
      await letGo(world);
      checkDone(world, runs);
      world.stop();
    });
  }

  test("that were taken back, with the write that they were in, keep nobody out", async () => {
    const machine = new Machine();
    const newer = machine.start(projections, knowsMore);
    const write = (fails: boolean) =>
      newer.log.write((transaction) => {
        transaction.append("pauses", transaction.head("pauses"), [{ type: "RunPaused", data: {} }], cause);
        if (fails) throw new Error("not this time");
      });
    assert.throws(() => write(true), /not this time/);
    await newer.log.whenDurable();
    machine.start(projections);
    const again = machine.start(projections, knowsMore);
    assert.throws(() =>
      again.log.write((transaction) => {
        transaction.append("pauses", 0, [{ type: "RunPaused", data: {} }], cause);
        throw new Error("not this time");
      }),
    );
    await again.log.append("pauses", 0, [{ type: "RunPaused", data: {} }], cause).durable;
    assert.throws(() => machine.start(projections), withCode("newer_log"));
  });

  test("are not recorded by a version that does not list them: it could not open its own log again", async () => {
    const world = new Machine().start(projections);
    assert.throws(
      () => world.log.write((transaction) => transaction.append("a", 0, [{ type: "Unheard", data: {} }], cause)),
      /events Unheard in schema 1 are listed as a kind that this version knows/,
    );
    world.stop();
  });
});
