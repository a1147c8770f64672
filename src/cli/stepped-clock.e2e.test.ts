/** The wall clock of a server is set by an hour or a year, forward or back, while effects are out and questions open; then it is killed and started again under that clock (K8, E6). */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, test } from "node:test";
import { gatesShape, healthShape } from "./client/shapes.ts";
import { Acknowledged, apiOf, Bank, checkOracle, drive, workFile } from "./testing/fixed-work.ts";
import { type Launched, Place, until } from "./testing/praxis-process.ts";

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;
const ticksFile = `
import { process as define, schedule } from "praxis";
import { z } from "zod";
export const ticks = schedule("ticks", { cron: "* * * * * *", event: "Ticked" });
export const hours = schedule("hours", { cron: "0 * * * *", event: "Struck", timezone: "Europe/Berlin" });
`;

let bank: Bank;
let place: Place;
beforeEach(async () => {
  bank = new Bank();
  place = new Place({
    BANK_URL: await bank.open(),
    NODE_OPTIONS: `--import=${new URL("./testing/stepped-clock.ts", import.meta.url).href}`,
  });
  place.write("work.ts", workFile);
  place.write("ticks.ts", ticksFile);
});
afterEach(() => {
  place.close();
  bank.close();
});

function step(byMs: number): void {
  writeFileSync(join(place.folder, "clock"), String(byMs));
}

function start(): Launched {
  const clock = { PRAXIS_STEPPED_CLOCK: join(place.folder, "clock") };
  return place.launch([], ["--no-supervisor", "work.ts", "ticks.ts"], clock);
}

/** How many events each schedule brought so far. */
function brought(): number {
  const database = new DatabaseSync(join(place.data, "log.db"), { readOnly: true, timeout: 5_000 });
  try {
    const row = database
      .prepare(
        "SELECT count(*) AS count FROM events e JOIN streams s ON s.id = e.stream WHERE s.name IN ('source/ticks', 'source/hours')",
      )
      .get();
    return Number(row?.count);
  } finally {
    database.close();
  }
}

describe("a clock that is set", { concurrency: false }, () => {
  const steps = { "an hour ahead": hourMs, "an hour back": -hourMs, "a year ahead": yearMs, "a year back": -yearMs };
  for (const [name, byMs] of Object.entries(steps)) {
    test(`${name}: no effect is repeated, nothing hangs, and no schedule storms`, async () => {
      step(0);
      const first = start();
      const url = (await first.listening) ?? "";
      assert.notEqual(url, "", first.output());
      const told = new Acknowledged();
      const { promise, resolve } = Promise.withResolvers<void>();
      bank.answersAfter = promise;
      const driven = drive(apiOf(place, url), told, bank).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      await until("the bank is at it", async () => (bank.done.length > 0 ? true : undefined));
      const ticks = brought();
      const steppedAt = performance.now();
      step(byMs);
      // Its attempts are out, with deadlines by the clock as it was.
      first.child.kill("SIGKILL");
      await first.ended;
      resolve();
      await driven;
      const second = start();
      const api = apiOf(place, (await second.listening) ?? "");
      await drive(api, told, bank);
      assert.equal((await api.get(healthShape, "/api/health")).status, "ok");
      assert.deepEqual((await api.get(gatesShape, "/api/gates", { status: "open" })).gates, []);
      const tookMs = performance.now() - steppedAt;
      assert.ok(brought() - ticks < 10 + tookMs / 1_000, `${brought() - ticks} events in ${tookMs} ms`);
      second.child.kill("SIGTERM");
      assert.equal((await second.ended).code, 0);
      checkOracle(place, bank);
    });
  }
});
