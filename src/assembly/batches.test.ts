/** Calls that share a request: each keeps its own intent, key and outcome (E5). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { Bench } from "./testing/bench.ts";
import { pay } from "./testing/contracts.ts";

const wishSchema = z.object({ to: z.string() });
const minute = 60_000;

const mail = contract("mail", {
  tier: "T1",
  via: pay,
  input: wishSchema,
  output: z.object({ id: z.string() }),
  intent: { object: (wish) => [wish.to] },
  perform: (wish, call) => call.post("/mails", wish),
  precondition: async (wish) => (wish.to === "gone" ? "there is no such person" : null),
  batch: {
    most: 3,
    perform: async (items, call) => {
      const answer = await call.post("/batches", items);
      return z.array(z.unknown()).parse(answer);
    },
  },
});

const mails = process("mails", { on: "Go", input: z.object({ to: z.array(z.string()) }) }, async (run, { to }) => {
  const outcomes = await Promise.all(to.map((each) => run.do(mail, { to: each })));
  return outcomes.map((each) => (each.status === "succeeded" ? each.value.id : each.status));
});

function world(): { bench: Bench; sent: string[] } {
  const disk = new MemoryDisk();
  const bench = new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [mails] });
  const sent: string[] = [];
  const seen = new Map<string, string>();
  bench.provider.answers.set("POST /main/batches", ({ body }) =>
    z
      .array(z.object({ wish: wishSchema, key: z.string() }))
      .parse(JSON.parse(body ?? "[]"))
      .map(({ wish, key }) => {
        if (!seen.has(key)) {
          seen.set(key, `mail to ${wish.to}`);
          sent.push(wish.to);
        }
        return { id: seen.get(key) };
      }),
  );
  return { bench, sent };
}

describe("a batch", () => {
  test("E5: wishes of one moment go out together, up to the most that the contract says", async () => {
    const { bench, sent } = world();
    const id = await bench.begin("Go", { to: ["a", "b", "c", "d"] });
    await bench.pass(minute);
    assert.deepEqual(bench.value(id), ["mail to a", "mail to b", "mail to c", "mail to d"]);
    assert.equal(bench.provider.exchanges.length, 2);
    assert.deepEqual(sent.sort(), ["a", "b", "c", "d"]);
    assert.equal(new Set(bench.effects().map((row) => row.intent)).size, 4);
  });

  test("one whose precondition fails is left out, and does not hold up the others", async () => {
    const { bench, sent } = world();
    const id = await bench.begin("Go", { to: ["a", "gone", "c"] });
    await bench.pass(minute);
    assert.deepEqual(bench.value(id), ["mail to a", "refused", "mail to c"]);
    assert.deepEqual(sent.sort(), ["a", "c"]);
  });

  test("E2: a shared answer that got lost is unknown for each, and a repeat in other company does nothing twice", async () => {
    const { bench, sent } = world();
    bench.provider.script.push("acts, then reset");
    const id = await bench.begin("Go", { to: ["a", "b"] });
    const [second] = await bench.send("Go", { to: ["b", "c"] });
    await bench.pass(5 * minute);
    assert.deepEqual(bench.value(id), ["mail to a", "mail to b"]);
    assert.deepEqual(bench.value(second ?? ""), ["mail to b", "mail to c"]);
    assert.deepEqual(sent.sort(), ["a", "b", "c"]);
  });
});
