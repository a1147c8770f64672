/** Lists go by an index, whatever is asked: no scan of a table, and no sorting of more than a few rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { projections } from "../../assembly/assemble.ts";
import { noFailpoints } from "../../kernel/failpoints.ts";
import { idSource } from "../../kernel/ids.ts";
import { SeededRandom } from "../../kernel/random.ts";
import type { EventLog, Row, Sql, SqlValue } from "../../log/event-log.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { turnedClock } from "../testing/open-test-server.ts";
import { effectsQuery, listEffects } from "./list-effects.ts";
import { gatesQuery, listGates } from "./list-gates.ts";
import { listRuns, runsQuery } from "./list-runs.ts";

/** A log that notes the plan of each statement that it is asked for. */
function explaining(): { log: EventLog; plans: string[] } {
  const clock = turnedClock();
  const random = new SeededRandom(1);
  const ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
  const log = openMemoryLog({ ports, projections });
  const plans: string[] = [];
  const sql: Sql = {
    run: (statement, ...parameters) => log.sql.run(statement, ...parameters),
    get: (statement, ...parameters) => log.sql.get(statement, ...parameters),
    all(statement: string, ...parameters: readonly SqlValue[]): Row[] {
      const rows = log.sql.all(`EXPLAIN QUERY PLAN ${statement}`, ...parameters);
      plans.push(rows.map((row) => String(row.detail)).join("; "));
      return log.sql.all(statement, ...parameters);
    },
  };
  return {
    log: new Proxy<EventLog>(log, {
      get: (target, name) => (name === "sql" ? sql : Reflect.get(target, name, target)),
    }),
    plans,
  };
}

/** Every subset of these settings. */
function subsets(settings: Readonly<Record<string, string>>): Record<string, string>[] {
  const found: Record<string, string>[] = [{}];
  for (const [name, value] of Object.entries(settings))
    found.push(...found.map((each) => ({ ...each, [name]: value })));
  return found;
}

/** Sets that are small whatever the shop's size: what one run did, what belongs to one story, what is open right now. */
const small = /runs_by_correlation|effects_by_run|gates_by_run|effects_open/;

function check(plans: readonly string[], asked: object): void {
  const plan = plans.at(-1) ?? "";
  assert.match(plan, /USING (COVERING )?INDEX/, JSON.stringify(asked));
  if (!small.test(plan)) assert.doesNotMatch(plan, /TEMP B-TREE/, `${JSON.stringify(asked)}: ${plan}`);
  if (Object.keys(asked).some((name) => name !== "before"))
    assert.match(plan, /^SEARCH/, `${JSON.stringify(asked)}: ${plan}`);
}

test("runs", () => {
  const { log, plans } = explaining();
  const settings = { process: "p", account: "a", correlation: "c", before: "1~x" };
  for (const status of [undefined, "moving", "waiting", "done", "set aside", "cancelled"])
    for (const each of subsets(settings)) {
      const asked = status === undefined ? each : { ...each, status };
      listRuns(log, runsQuery.parse(asked));
      check(plans, asked);
    }
});

test("effects", () => {
  const { log, plans } = explaining();
  for (const status of [undefined, "unknown", "refused", "compensated"])
    for (const each of subsets({ contract: "c", account: "a", run: "r", before: "1~x" })) {
      const asked = status === undefined ? each : { ...each, status };
      listEffects(log, effectsQuery.parse(asked));
      check(plans, asked);
    }
});

test("gates", () => {
  const { log, plans } = explaining();
  for (const status of [undefined, "open", "approved"])
    for (const each of subsets({ kind: "approval", account: "a", run: "r", before: "1~x" })) {
      const asked = status === undefined ? each : { ...each, status };
      listGates(log, 1, gatesQuery.parse(asked));
      check(plans, asked);
    }
});
