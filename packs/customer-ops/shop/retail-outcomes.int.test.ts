/** Plays every request of the retail data, if it is there, and compares what it leaves behind to the cent. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { startShop } from "./start-shop.ts";
import { ShopCaller } from "./testing/shop-caller.ts";

const folder = join(import.meta.dirname, "../../../../shared/data/retail");
const skip = existsSync(folder) ? false : `the retail data is not at ${folder}`;

const requestSchema = z.object({
  id: z.string(),
  actions: z.array(z.object({ name: z.string(), arguments: z.unknown() })),
});
const expectedSchema = z.looseObject({ id: z.string() });

function readLines<T>(name: string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(join(folder, name), "utf8").trim().split("\n");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

test("every request of the retail data leaves behind exactly what is expected of it", { skip }, async (context) => {
  const shop = await startShop({ dataFolder: ":memory:", seedFolder: folder });
  context.after(() => shop.close());
  const requests = readLines("requests.jsonl", requestSchema);
  const expected = new Map(readLines("expected.jsonl", expectedSchema).map(({ id, ...changes }) => [id, changes]));
  assert.equal(requests.length, expected.size);

  let refusals = 0;
  let matching = 0;
  for (const { id, actions } of requests) {
    const caller = new ShopCaller(shop.url, id);
    assert.equal((await caller.call("POST", "^/worlds", { name: id })).status, 201);
    for (const [index, action] of actions.entries()) {
      const refusal = await caller.perform(`${id}-${index}`, action.name, action.arguments);
      if (refusal !== undefined) refusals += 1;
    }
    assert.deepEqual((await caller.get("/changes")).body, expected.get(id), id);
    matching += 1;
  }
  assert.equal(matching, requests.length);
  context.diagnostic(`${matching} of ${requests.length} requests match; ${refusals} actions were refused`);
});
