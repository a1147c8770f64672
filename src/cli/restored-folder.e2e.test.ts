/** A backup that is put back, and a folder that is copied, through the command line (E7): what they do not know of is not done again. */
import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { healthShape } from "./client/shapes.ts";
import { Acknowledged, apiOf, Bank, checkOracle, drive, workFile } from "./testing/fixed-work.ts";
import { type Launched, Place, urlOf } from "./testing/praxis-process.ts";

const serve = ["--no-supervisor", "work.ts"];
let bank: Bank;
let place: Place;
beforeEach(async () => {
  bank = new Bank();
  place = new Place({ BANK_URL: await bank.open() });
  place.write("work.ts", workFile);
});
afterEach(() => {
  place.close();
  bank.close();
});

async function end(server: Launched): Promise<void> {
  server.child.kill("SIGTERM");
  assert.equal((await server.ended).code, 0);
}

/** All of the work, as a server that knows nothing of it would do it. */
async function workAnew(server: Launched): Promise<void> {
  const api = apiOf(place, await urlOf(server));
  assert.match(server.output(), /RESTORED/);
  assert.notEqual((await api.get(healthShape, "/api/health")).reconcilingSince, null);
  await drive(api, new Acknowledged(), bank);
}

test("a backup from before the work is put back after it: senders send again, and nothing is done twice", async () => {
  const first = place.launch([], serve);
  await urlOf(first);
  const backup = join(place.folder, "backup");
  assert.equal((await place.run("backup", backup)).code, 0);
  await drive(apiOf(place, await urlOf(first)), new Acknowledged(), bank);
  assert.equal((await place.run("restore", backup)).code, 75, "a server is at work on it");
  first.child.kill("SIGKILL");
  await first.ended;
  assert.equal((await place.run("restore", backup)).code, 0);
  const second = place.launch([], serve);
  await workAnew(second);
  await end(second);
  checkOracle(place, bank);
});

test("a folder that was copied before the work, and is served after it, reconciles first", async () => {
  await end(await begun());
  const copy = join(place.folder, "copy");
  cpSync(place.data, copy, { recursive: true });
  const original = await begun();
  await drive(apiOf(place, await urlOf(original)), new Acknowledged(), bank);
  await end(original);
  const other = place.launch([], [...serve, "--data", copy]);
  await workAnew(other);
  await end(other);
  assert.deepEqual(bank.done.length, new Set(bank.done).size, "nothing was done twice");
  const again = place.launch([], serve);
  await urlOf(again);
  assert.match(
    again.output(),
    /RESTORED: this folder (is an older state|holds another history)/,
    "and the original notices that the copy went on",
  );
  await end(again);
});

async function begun(): Promise<Launched> {
  const server = place.launch([], serve);
  await urlOf(server);
  return server;
}
