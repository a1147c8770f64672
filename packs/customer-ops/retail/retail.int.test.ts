/**
 * A slice of the retail data under fire, at every tier. All 520, with 200 kills, are run by hand: `npm run retail -- --data DIR --kills 200 --faults`.
 * Skips where the data is not at hand; `PRAXIS_RETAIL_FOLDER` names another folder.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import type { PaymentTier } from "../settings.ts";
import { runSuite } from "./run-suite.ts";

const known = join(import.meta.dirname, "../../../../shared/data/retail");
const folder = resolve(process.env.PRAXIS_RETAIL_FOLDER ?? known);
const skip = existsSync(join(folder, "requests.jsonl")) ? false : `no retail data at ${folder}`;

const slices: readonly { readonly tier: PaymentTier; readonly requests: number; readonly kills: number }[] = [
  { tier: "T1", requests: 60, kills: 8 },
  { tier: "T2", requests: 30, kills: 4 },
  { tier: "T3", requests: 30, kills: 4 },
];

for (const { tier, requests, kills } of slices) {
  test(`${requests} requests leave exactly what is expected, over ${kills} kills and faults (${tier})`, {
    skip,
  }, async (context) => {
    const data = await sliceOf(context, requests);
    const options = { data, kills, faults: true, tier, limit: undefined, seed: 7, json: true, keep: false };
    const { summary, problems, results } = await runSuite(options, () => undefined);
    const { elapsedMs, askedAboutUnknown, byRules, byPerson, ...counts } = summary;
    context.diagnostic(
      `${elapsedMs} ms; ${byPerson} read by a person; asked ${askedAboutUnknown} times what became of an effect`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(counts, {
      requests,
      matched: requests,
      wrongByRules: 0,
      duplicateEffects: 0,
      lostEffects: 0,
      unknownLeft: 0,
      kills,
    });
    assert.equal(byRules + byPerson, results.length);
  });
}

/** A folder of the same format with lines from all over the file. */
async function sliceOf(context: TestContext, count: number): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), "praxis-slice-"));
  context.after(() => rm(target, { recursive: true, force: true }));
  for (const name of ["users.json", "orders.json", "products.json"])
    await symlink(join(folder, name), join(target, name));
  for (const name of ["requests.jsonl", "expected.jsonl"]) {
    const lines = (await readFile(join(folder, name), "utf8")).trim().split("\n");
    const step = lines.length / count;
    const chosen = Array.from({ length: count }, (_, at) => lines[Math.floor(at * step)]);
    await writeFile(join(target, name), `${chosen.join("\n")}\n`);
  }
  return target;
}
