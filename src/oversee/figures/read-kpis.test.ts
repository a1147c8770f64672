import assert from "node:assert/strict";
import { test } from "node:test";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { Sql } from "../../log/event-log.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { figuresProjection } from "./figures-table.ts";
import { readKpis } from "./read-kpis.ts";

test("however many runs there are, a KPI reads the stretch of its process and week, and nothing else", () => {
  const { sql, write } = ((log) => ({ sql: log.sql, write: log.write.bind(log) }))(
    openMemoryLog({ ports: testPorts(), projections: [figuresProjection] }),
  );
  write(() => sql.run("INSERT INTO process_figures VALUES ('p', 0)"));
  write(() => sql.run("INSERT INTO run_figures (process, started_at, run, account) VALUES ('p', 1, 'r', 'main')"));
  const plans: string[] = [];
  const explaining: Sql = {
    run: (statement, ...parameters) => sql.run(statement, ...parameters),
    all: (statement, ...parameters) => sql.all(statement, ...parameters),
    get(statement, ...parameters) {
      const plan = sql.all(`EXPLAIN QUERY PLAN ${statement}`, ...parameters);
      plans.push(plan.map((row) => String(row.detail)).join("; "));
      return sql.get(statement, ...parameters);
    },
  };
  for (const process of [null, "p"])
    for (const account of [null, "main"]) readKpis(explaining, { process, account, weeks: 2, zone: "UTC", now: 1 });
  const stretch = /^SEARCH \w+_figures USING PRIMARY KEY \(process=\? AND \w*started_at>\? AND \w*started_at<\?\)/;
  const weekly = plans.filter((plan) => plan.includes("started_at"));
  assert.equal(weekly.length, 2 * 2 * 2 * 3);
  for (const plan of weekly) assert.match(plan, stretch);
  for (const plan of plans) assert.doesNotMatch(plan, /SCAN/);
});
