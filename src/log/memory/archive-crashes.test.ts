/** The power goes at every statement of an archiving, one play each: no event is lost or changed, and the next archiving finishes (K1, K9). */
import assert from "node:assert/strict";
import { DatabaseSync, type SQLInputValue, type StatementResultingChanges, type StatementSync } from "node:sqlite";
import { test } from "node:test";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import { Database } from "../sqlite/database.ts";
import { verifyChain } from "../sqlite/verify.ts";
import { archiveAll } from "../testing/archive-conformance.ts";
import { openMemoryLog } from "./open-memory-log.ts";

class PowerCut extends Error {}

/** The power goes right before or right after the n-th statement that writes. */
class CuttableDatabase extends DatabaseSync {
  statements = 0;
  cut: { readonly at: number; readonly side: "before" | "after"; readonly off: () => void } | null = null;

  override prepare(statement: string): StatementSync {
    const prepared = super.prepare(statement);
    const run = prepared.run.bind(prepared);
    const cuttable = (...parameters: SQLInputValue[]): StatementResultingChanges => {
      this.statements += 1;
      const { cut } = this;
      const isHere = cut !== null && this.statements === cut.at;
      if (isHere) this.cut = null;
      if (isHere && cut.side === "before") this.#go(cut.off);
      const changes = run(...parameters);
      if (isHere) this.#go(cut.off);
      return changes;
    };
    return Object.defineProperty(prepared, "run", { value: cuttable });
  }

  #go(off: () => void): never {
    off();
    throw new PowerCut();
  }
}

const system = { principal: "system" };

async function play(at: number, side: "before" | "after"): Promise<boolean> {
  const handle = new CuttableDatabase(":memory:");
  const open = () =>
    openMemoryLog({ disk: { handle }, ports: testPorts(), projections: [], archiveWindow: 5, fatal: () => undefined });
  const log = open();
  for (let n = 0; n < 9; n++) {
    await log.append("a", n, [{ type: "Said", data: { n } }], { ...system, subject: "mia" }).durable;
    await log.append("b", n, [{ type: "Said", data: { n } }], system).durable;
  }
  const [head, before] = [log.head(), log.readAll(1, 30)];
  handle.cut = { at: handle.statements + at, side, off: () => log.crash() };
  await archiveAll(log).catch(() => 0);
  const isCut = handle.cut === null;
  handle.cut = null;
  if (!isCut) log.crash();
  const again = open();
  const problems = () => verifyChain(new Database(":memory:", { handle }));
  assert.deepEqual([again.head(), again.readAll(1, 30), problems()], [head, before, []], `${side} ${at}`);
  await archiveAll(again);
  assert.deepEqual([again.readAll(1, 30), problems()], [before, []]);
  assert.deepEqual(again.sql.get("SELECT count(*) AS rows, min(position) AS first FROM events")?.rows, 3);
  again.crash();
  handle.close();
  return isCut;
}

test("the power goes at every statement of an archiving: no event is lost or changed, and the next one finishes", async () => {
  for (const side of ["before", "after"] as const) {
    let plays = 0;
    while (await play(plays + 1, side)) plays += 1;
    assert.ok(plays > 30, `${plays} statements`);
  }
});
