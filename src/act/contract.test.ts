import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "./contract.ts";

const refund = contract("refund", {
  tier: "T0",
  input: z.object({ order: z.string(), customer: z.string().default("") }),
  output: z.object({ seen: z.string() }),
  shownOnly: ["customer"],
  describe: ({ order, customer }) => `Refund order ${order} to ${customer || "somebody"}`,
  perform: ({ customer }) => ({ seen: customer }),
});

test("what is only shown makes the sentence, is not compared, and never reaches what acts", () => {
  const mei = refund.bind({ order: "1", customer: "Mei Kovacs" });
  const nobody = refund.bind({ order: "1" });
  assert.ok(mei.ok && nobody.ok);
  assert.equal(mei.value.description, "Refund order 1 to Mei Kovacs");
  assert.deepEqual(mei.value.compared, nobody.value.compared);
  assert.deepEqual(mei.value.wish, { order: "1", customer: "Mei Kovacs" });
  const call = { key: "", account: "" };
  const refuse = (): never => assert.fail("it calls nobody");
  const inside = { ...call, get: refuse, post: refuse, put: refuse, patch: refuse, delete: refuse, send: refuse };
  assert.deepEqual(mei.value.performLocally(inside), { ok: true, value: { seen: "" } });
});

test("what is only shown has to have a default", () => {
  const strict = contract("strict", {
    tier: "T0",
    input: z.object({ customer: z.string() }),
    output: z.object({}),
    shownOnly: ["customer"],
    perform: () => ({}),
  });
  const bound = strict.bind({ customer: "Mei" });
  assert.match(bound.ok ? "" : bound.error, /needs a default in the schema/);
});
