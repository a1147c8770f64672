/** `praxis verify` builds the tables again from the events and compares (K3): what was changed shows, what was lawfully erased does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { Database } from "../log/sqlite/database.ts";
import { brokenTables } from "../log/sqlite/verify-tables.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { erasePerson } from "./erase-person.ts";
import { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";

const wish = z.looseObject({ charge: z.string() });
const refund = refundT1();
const kind = decision("kind", { input: wish, answer: z.string(), question: ({ charge }) => `What is ${charge}?` });
const judges = process("judges", { on: "Judge", input: wish }, async (run, wish) => {
  const { status } = await run.decide(kind, wish);
  return status === "answered" ? await run.do(refund, { charge: wish.charge, cents: 5 }) : status;
});
const waits = process("waits", { on: "Wait", input: wish }, (run, { charge }) => run.wait("Goods", { about: charge }));
const masterKey = new Uint8Array(32).fill(7);

/** A log with runs in many states, of a person and of nobody, as it lies on the disk. */
async function filled(isErased: boolean): Promise<MemoryDisk> {
  const disk = new MemoryDisk();
  const world = new Bench({
    open: (ports) => openMemoryLog({ disk, ports, projections }),
    definitions: [judges, waits],
  });
  for (const subject of ["mia", "ben"]) {
    await world.begin("Judge", { charge: `paid/${subject}` }, { subject, id: `paid/${subject}` });
    await world.answer(world.openGate(), { verdict: "answer", value: "a refund", reason: "that is right" });
    await world.send("Wait", { charge: `parcel/${subject}` }, { subject, about: `parcel/${subject}` });
  }
  await world.send("Wait", { charge: "of nobody" }, { about: "of nobody" });
  await world.settle();
  if (isErased) assert.ok(await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "asked for it" }));
  await world.settle();
  world.crash();
  return disk;
}

function problemsOf(disk: MemoryDisk): readonly string[] {
  return brokenTables(new Database(":memory:", { handle: disk.handle }), projections, masterKey, () => undefined);
}

for (const isErased of [false, true]) {
  test(`K3: what the events say is what the tables hold${isErased ? ", also after a person was erased" : ""}`, async () => {
    assert.deepEqual(problemsOf(await filled(isErased)), []);
  });
}

const changes: Record<string, [statement: string, problem: RegExp]> = {
  "an effect that counts as open again": [
    "UPDATE effects SET status = 'intended' WHERE status = 'succeeded'",
    /table effects .*: 2 rows .* 2 that it lacks/,
  ],
  "a claim or intent that is gone": [
    "DELETE FROM effects WHERE id = (SELECT min(id) FROM effects)",
    /table effects .*: 0 rows .* 1 that it lacks/,
  ],
  "a delivery that is forgotten": [
    "DELETE FROM deliveries WHERE key = (SELECT min(key) FROM deliveries)",
    /table deliveries/,
  ],
  "a question that counts as open": ["UPDATE gates SET status = 'open'", /table gates/],
  "a run that nothing began": [
    "INSERT INTO runs SELECT 'new', process, version, status, account, subject, parent, correlation, started_at, changed_at, detail, started_position FROM runs LIMIT 1",
    /table runs .*: 1 rows/,
  ],
  "a wait that is gone": ["DELETE FROM waits", /table waits/],
  "a key that was changed": [
    "UPDATE subject_keys SET wrapped = zeroblob(length(wrapped)) WHERE id = 1",
    /key 1 was changed/,
  ],
  "a key that is gone": ["DELETE FROM subject_keys WHERE id = 1", /key 1, which sealed event \d+, is missing/],
  "a key that nobody erased": [
    "UPDATE subject_keys SET wrapped = NULL, erased_at = 1 WHERE id = 1",
    /key 1 is gone, and no event says/,
  ],
};
for (const [what, [statement, problem]] of Object.entries(changes)) {
  test(`K3: finds ${what}`, async () => {
    const disk = await filled(false);
    disk.handle.exec(statement);
    const problems = problemsOf(disk);
    assert.ok(
      problems.some((each) => problem.test(each)),
      problems.join("\n"),
    );
  });
}
