/** Forms and CSV: each row with its own result, each thing once, and what does not fit is held. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { text } from "../log/rows.ts";
import { form } from "../observe/forms/form.ts";
import { type TakenRow, takeCsv, takeSubmission } from "../observe/forms/take-values.ts";
import { releaseHeld } from "../observe/quarantine/release.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { bench } from "./testing/memory-bench.ts";

const fields = z.object({
  order: z.string().regex(/^#\d+$/, { error: "expected # and a number" }),
  cents: z.int().meta({ title: "Amount in cents" }),
  gift: z.boolean().default(false),
  note: z.string().optional(),
});
const complaint = form("complaint", {
  title: "Enter a complaint",
  fields,
  event: "Complained",
  about: ({ order }) => order,
});
const byOrder = form("orders", { title: "Orders", fields, event: "Complained", id: "order" });
const complaints = process("complaints", { on: "Complained", input: fields }, async (_run, values) => values);

const opened: Bench[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.stop();
});

function open(): Bench {
  const world = bench([complaints, complaint, byOrder]);
  opened.push(world);
  return world;
}

async function upload(world: Bench, csv: string | Uint8Array, to = complaint): Promise<TakenRow[]> {
  const bytes = typeof csv === "string" ? new TextEncoder().encode(csv) : csv;
  const rows = await takeCsv(world.praxis, to, bytes, "ada");
  await world.settle();
  return rows;
}

const told = (rows: readonly TakenRow[]) => rows.map(({ line, status }) => `${line} ${status}`);
const values = (world: Bench) =>
  world.log.sql.all("SELECT id FROM runs ORDER BY started_position").map(({ id }) => world.value(String(id)));

describe("a CSV file", () => {
  test("has a result for each row, by its line; what does not fit is held and keeps no other out", async () => {
    const world = open();
    const rows = await upload(world, 'order,cents,note\n#1,100,"two\nlines"\n\nnope,5,\n#2,many,\n#3,300,last\n');
    assert.deepEqual(told(rows), ["2 accepted", "5 quarantined", "6 quarantined", "7 accepted"]);
    assert.match(rows[1]?.message ?? "", /order: expected # and a number/);
    assert.match(rows[2]?.message ?? "", /cents/);
    assert.deepEqual(values(world), [
      { order: "#1", cents: 100, gift: false, note: "two\nlines" },
      { order: "#3", cents: 300, gift: false, note: "last" },
    ]);
    const held = world.log.sql
      .all("SELECT kind, code, status FROM quarantine ORDER BY position")
      .map((row) => ({ ...row }));
    assert.deepEqual(
      held,
      [1, 2].map(() => ({ kind: "row", code: "bad_row", status: "held" })),
    );
  });

  test("uploaded again, or with the same row twice, brings each row once; held ones are held once", async () => {
    const world = open();
    const csv = "order,cents\n#1,100\n#1,100\nnope,1\n";
    assert.deepEqual(told(await upload(world, csv)), ["2 accepted", "3 duplicate", "4 quarantined"]);
    assert.deepEqual(told(await upload(world, csv)), ["2 duplicate", "3 duplicate", "4 duplicate"]);
    assert.equal(values(world).length, 1);
    assert.equal(world.log.sql.all("SELECT 1 FROM quarantine").length, 1);
  });

  test("whose form names an id tells rows by it: other values under a known id are for a person", async () => {
    const world = open();
    assert.deepEqual(told(await upload(world, "order,cents\n#1,100\n", byOrder)), ["2 accepted"]);
    const rows = await upload(world, "order,cents\n#1,100\n#1,999\n", byOrder);
    assert.deepEqual(told(rows), ["2 duplicate", "3 quarantined"]);
    assert.match(rows[1]?.message ?? "", /same "order" and other values/);
  });

  test("may come from a spreadsheet: semicolons, a byte order mark, titles as columns, decimal commas, an old code page", async () => {
    const world = open();
    const rows = await upload(world, "\ufeffORDER;Amount in Cents;Gift;unknown\r\n#1;100;ja;x\r\n#2;100,5;nein;x\r\n");
    assert.deepEqual(told(rows), ["2 accepted", "3 quarantined"]);
    assert.deepEqual(values(world), [{ order: "#1", cents: 100, gift: true }]);
    const old = Buffer.from("order;cents;note\n#9;1;Gr\u00fc\u00dfe\n", "latin1");
    assert.deepEqual(told(await upload(world, old)), ["2 accepted"]);
    assert.equal(z.object({ note: z.string() }).parse(values(world)[1]).note, "Grüße");
  });

  test("with commas between its columns takes 1,234 for no number: nobody knows which one", async () => {
    const world = open();
    assert.deepEqual(told(await upload(world, 'order,cents\n#1,"1,234"\n')), ["2 quarantined"]);
  });

  test("that is broken in one row loses that row alone, and one that is no CSV is refused as a whole", async () => {
    const world = open();
    const rows = await upload(world, 'order,cents,note\n#1,1,5" mug\n#2,2,"no end\n#3,3\n');
    assert.deepEqual(told(rows), ["2 accepted", "3 quarantined"]);
    for (const csv of ["", "\n\n", "a,b\n1,2\n"]) await assert.rejects(upload(world, csv), { code: "bad_csv" });
  });

  test("of 3,000 rows is taken whole", async () => {
    const world = open();
    const lines = Array.from({ length: 3_000 }, (_, index) => `#${index},${index}`);
    const rows = await upload(world, `order,cents\n${lines.join("\n")}\n`);
    assert.equal(rows.filter(({ status }) => status === "accepted").length, 3_000);
    assert.equal(new Set(rows.map(({ line }) => line)).size, 3_000);
  });
});

describe("a submission", () => {
  const good = { order: "#1", cents: 100 };

  test("is an event by the person who made it; the same id counts once, no id counts each time", async () => {
    const world = open();
    const submit = (id: string | null) => takeSubmission(world.praxis, complaint, good, { id, by: "ada" });
    const first = await submit("a");
    assert.deepEqual([first.status, first.runs.length], ["accepted", 1]);
    assert.equal((await submit("a")).status, "duplicate");
    assert.equal((await submit(null)).status, "accepted");
    assert.equal((await submit(null)).status, "accepted");
    assert.equal(world.log.readStream("source/complaint")[0]?.principal, "person:ada");
    const other = takeSubmission(world.praxis, complaint, { ...good, cents: 5 }, { id: "a", by: "ada" });
    await assert.rejects(other, { code: "id_reused" });
  });

  test("that does not fit is answered and recorded nowhere", async () => {
    const world = open();
    const bad = takeSubmission(world.praxis, complaint, { order: "1" }, { id: null, by: "ada" });
    await assert.rejects(bad, { code: "bad_input", message: /order: expected # and a number; cents/ });
    assert.equal(world.log.head().position, 0);
  });

  test("under an id of its own that is known with other values is held", async () => {
    const world = open();
    const submit = (cents: number) =>
      takeSubmission(world.praxis, byOrder, { ...good, cents }, { id: null, by: "ada" });
    assert.equal((await submit(100)).status, "accepted");
    assert.equal((await submit(100)).status, "duplicate");
    assert.equal((await submit(200)).status, "quarantined");
    assert.equal(world.log.sql.get("SELECT kind FROM quarantine")?.kind, "form");
  });
});

test("a row that was held is released as it should have been, once, and is known when the file comes again corrected", async () => {
  const world = open();
  await upload(world, "order,cents\n1,100\n");
  const id = text(world.log.sql.get("SELECT id FROM quarantine") ?? {}, "id");
  const order = { why: "the # was missing", by: "ada", isAdmin: false };
  const again = await releaseHeld(world.praxis, id, { ...order, body: undefined });
  assert.deepEqual([again.status, again.runs], ["refused", []]);
  const released = await releaseHeld(world.praxis, id, { ...order, body: { order: "#1", cents: 100 } });
  await world.settle();
  assert.equal(released.status, "released");
  assert.deepEqual(values(world), [{ order: "#1", cents: 100, gift: false }]);
  assert.equal(world.log.readStream("source/complaint")[0]?.principal, "person:ada");
  await assert.rejects(releaseHeld(world.praxis, id, { ...order, body: undefined }), { code: "quarantine_settled" });
  assert.deepEqual(told(await upload(world, "order,cents\n1,100\n#1,100\n")), ["2 duplicate", "3 duplicate"]);
});

test("a form whose id is no field of it is refused when it is made", () => {
  assert.throws(() => form("f", { title: "F", fields, event: "E", id: JSON.parse('"unknown"') }), {
    code: "bad_source",
  });
});
