import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../kernel/clock.ts";
import { noFailpoints } from "../kernel/failpoints.ts";
import { idSource } from "../kernel/ids.ts";
import { SystemRandom } from "../kernel/random.ts";
import type { Sql } from "../log/event-log.ts";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { Engine } from "./engine.ts";
import { ProcessRegistry } from "./process-registry.ts";
import { runsProjection } from "./runs-table.ts";

test("what is ready is told to those who wait for it by their ids, and no other run that waits is looked at", () => {
  const random = new SystemRandom();
  const ports = { clock: systemClock, random, newId: idSource(systemClock, random), failpoints: noFailpoints };
  const log = openMemoryLog({ ports, projections: [runsProjection] });
  const engine = new Engine({ log, ports, registry: new ProcessRegistry() });
  for (const [run, key] of [
    ["one", "a"],
    ["two", "a"],
    ["other", "b"],
  ] as const) {
    log.sql.run("INSERT INTO runs VALUES (?, 'p', 'v', 'waiting', 'main', NULL, NULL, NULL, 0, 0, NULL, 1)", run);
    log.sql.run("INSERT INTO waits VALUES (?, 1, 'event', ?, 'what', 'outside', 0, NULL, 0)", run, key);
  }
  const asked: string[] = [];
  const noting = (statement: string): string => {
    asked.push(statement);
    return statement;
  };
  const sql: Sql = {
    run: (statement, ...parameters) => log.sql.run(noting(statement), ...parameters),
    get: (statement, ...parameters) => log.sql.get(noting(statement), ...parameters),
    all: (statement, ...parameters) => log.sql.all(noting(statement), ...parameters),
  };
  engine.ready({ sql }, { kind: "event", key: "a" });
  assert.deepEqual(
    log.sql.all("SELECT id FROM runs WHERE status = 'moving'").map(({ id }) => id),
    ["one", "two"],
  );
  assert.deepEqual(
    log.sql.all("SELECT run FROM waits WHERE ready = 1").map(({ run }) => run),
    ["one", "two"],
  );
  const plans = asked.flatMap((statement) => {
    const parameters = Array.from({ length: statement.split("?").length - 1 }, () => "a");
    return log.sql.all(`EXPLAIN QUERY PLAN ${statement}`, ...parameters).map(({ detail }) => String(detail));
  });
  const ofRuns = plans.filter((detail) => / runs\b/.test(detail));
  assert.ok(ofRuns.length > 0);
  for (const detail of ofRuns) assert.match(detail, /USING PRIMARY KEY \(id=\?\)/);
  for (const detail of plans) assert.doesNotMatch(detail, /^SCAN/);
  engine.stop();
});
