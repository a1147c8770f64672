/** Lists go by an index, whatever is asked: no scan of a table, and no sorting of more than a few rows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { projections } from "../../assembly/assemble.ts";
import { noFailpoints } from "../../kernel/failpoints.ts";
import { idSource } from "../../kernel/ids.ts";
import { SeededRandom } from "../../kernel/random.ts";
import type { EventLog, Row, Sql, SqlValue } from "../../log/event-log.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { customerOf } from "../../remember/identity/read-customers.ts";
import { turnedClock } from "../testing/open-test-server.ts";
import { countAll } from "./count-all.ts";
import { effectsQuery, listEffects } from "./list-effects.ts";
import { gatesQuery, listGates, matchGates } from "./list-gates.ts";
import { listRuns, runsQuery } from "./list-runs.ts";

/** A log that notes the plan of each statement that it is asked for. */
function explaining(): { log: EventLog; plans: string[] } {
  const clock = turnedClock();
  const random = new SeededRandom(1);
  const ports = { clock, random, newId: idSource(clock, random), failpoints: noFailpoints };
  const log = openMemoryLog({ ports, projections });
  const plans: string[] = [];
  const explain = (statement: string, parameters: readonly SqlValue[]): void => {
    const rows = log.sql.all(`EXPLAIN QUERY PLAN ${statement}`, ...parameters);
    plans.push(rows.map((row) => String(row.detail)).join("; "));
  };
  const sql: Sql = {
    run: (statement, ...parameters) => log.sql.run(statement, ...parameters),
    get(statement: string, ...parameters: readonly SqlValue[]): Row | undefined {
      if (statement.includes("count(*)")) explain(statement, parameters);
      return log.sql.get(statement, ...parameters);
    },
    all(statement: string, ...parameters: readonly SqlValue[]): Row[] {
      explain(statement, parameters);
      return log.sql.all(statement, ...parameters);
    },
  };
  return {
    log: new Proxy<EventLog>(log, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name === "sql") return sql;
        return typeof value === "function" ? value.bind(target) : value;
      },
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

/**
 * Sets that are small whatever the shop's size: what one run did, what belongs to one story, one customer's own, what is open right now, what an
 * id begins with.
 */
const small =
  /runs_by_correlation|effects_by_run|gates_by_run|effects_open|customers_by_|handles_by_|PRIMARY KEY \(id|autoindex_effects_2|json_each|runs_by_subject .*LIST SUBQUERY/;

/** A list of what people had to answer goes by its own table, which holds nothing else; one of what they had not, by time: most runs are such. */
const ordered = /^SCAN (touches USING (COVERING )?INDEX touches_by_time|runs USING INDEX runs_by_time)/;

function check(plans: readonly string[], asked: object): void {
  const plan = plans.at(-1) ?? "";
  assert.match(plan, /USING (COVERING )?INDEX|USING PRIMARY KEY/, JSON.stringify(asked));
  if (!small.test(plan)) assert.doesNotMatch(plan, /TEMP B-TREE/, `${JSON.stringify(asked)}: ${plan}`);
  const isOrdered = "touched" in asked && ordered.test(plan);
  if (Object.keys(asked).some((name) => name !== "before" && name !== "order") && !isOrdered)
    assert.match(plan, /^SEARCH/, `${JSON.stringify(asked)}: ${plan}`);
}

/** Rows of a word are counted up to a limit. */
const atMost = /^CO-ROUTINE \(subquery-1\); SEARCH search_words USING PRIMARY KEY \(word=\?\); SCAN \(subquery-1\)$/;

/** Each statement of a search goes by an index, or steps through one name by name. */
function checkSearch(plans: readonly string[], asked: object): void {
  assert.ok(plans.length > 0, JSON.stringify(asked));
  for (const plan of plans) {
    if (plan.includes("RECURSIVE STEP") || atMost.test(plan)) continue;
    assert.match(plan, /^SEARCH/, `${JSON.stringify(asked)}: ${plan}`);
    if (!small.test(plan)) assert.doesNotMatch(plan, /TEMP B-TREE/, `${JSON.stringify(asked)}: ${plan}`);
  }
}

test("runs", () => {
  const { log, plans } = explaining();
  const settings = { process: "p", account: "a", correlation: "c", before: "1~x", week: "2026-W11" };
  for (const touched of [undefined, "yes", "no"])
    for (const status of [undefined, "moving", "waiting", "done", "set aside", "cancelled"])
      for (const each of subsets(settings)) {
        const asked = {
          ...each,
          ...(status === undefined ? {} : { status }),
          ...(touched === undefined ? {} : { touched }),
        };
        listRuns(log, runsQuery.parse(asked));
        check(plans, asked);
      }
  listRuns(log, runsQuery.parse({ setAside: "threw" }));
  check(plans, { setAside: "threw" });
});

test("effects", () => {
  const { log, plans } = explaining();
  for (const status of [undefined, "unknown", "refused", "compensated"])
    for (const each of subsets({ contract: "c", account: "a", run: "r", before: "1~x", order: "unknown-first" })) {
      const asked = status === undefined ? each : { ...each, status };
      listEffects(log, effectsQuery.parse(asked));
      check(plans, asked);
    }
});

test("gates", () => {
  const { log, plans } = explaining();
  for (const order of ["newest", "oldest"])
    for (const status of [undefined, "open", "approved"])
      for (const each of subsets({
        kind: "approval",
        account: "a",
        run: "r",
        process: "p",
        owner: "o",
        before: "1~x",
      })) {
        const asked = { ...each, order, ...(status === undefined ? {} : { status }) };
        listGates(log, 1, gatesQuery.parse(asked));
        check(plans, asked);
      }
  matchGates(log, 1, { contract: "c", q: "x" }, 10);
  check(plans, { contract: "c" });
});

test("searches", () => {
  const { log, plans } = explaining();
  const started = {
    process: "tickets",
    version: "v",
    input: null,
    account: "main",
    subject: "mia@example.com",
    trigger: null,
    parent: null,
  };
  log.write((transaction) =>
    transaction.append("run/abcdef0", 0, [{ type: "RunStarted", data: started }], {
      principal: "system",
      correlation: "c",
      subject: "mia@example.com",
    }),
  );
  for (const q of ["abcdef", "ticket", "broken kettle", "mia@example.com", `praxis-${"0".repeat(32)}-1`])
    for (const more of [{}, { status: "done" }, { before: "1~x" }]) {
      plans.length = 0;
      listRuns(log, runsQuery.parse({ q, ...more, ...("status" in more ? { touched: "no" } : {}) }));
      checkSearch(plans, { runs: q, ...more });
      plans.length = 0;
      listEffects(log, effectsQuery.parse({ q, ...("status" in more ? { status: "refused" } : more) }));
      checkSearch(plans, { effects: q, ...more });
    }
  const customer = customerOf(log, log.pseudonym("mia@example.com"), "main")?.id;
  assert.ok(customer !== undefined);
  plans.length = 0;
  assert.equal(listRuns(log, runsQuery.parse({ customer })).rows.length, 1);
  checkSearch(plans, { customer });
});

test("counts read nothing but indexes", () => {
  const { log, plans } = explaining();
  for (const work of ["customer", "all"] as const) countAll(log, 1, work);
  for (const plan of plans) assert.match(plan, /COVERING INDEX|USING INDEX|USING PRIMARY KEY/, plan);
});
