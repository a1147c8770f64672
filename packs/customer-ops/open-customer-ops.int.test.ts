/** The pack on a data folder: what a first start finds there, and a second one. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openCustomerOps } from "./open-customer-ops.ts";
import { sampleMails } from "./sample/mails.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "praxis-open-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const inbox = (): string[] => readdirSync(join(folder, "mail", "inbox")).filter((name) => name.endsWith(".eml"));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

test("letters come one after another, and each once, also over a restart", async () => {
  const first = await openCustomerOps({ dataFolder: folder });
  assert.equal(inbox().length, 0);
  await until(() => inbox().length >= 2);
  await first.close();
  const seen = inbox();
  for (const name of seen) rmSync(join(folder, "mail", "inbox", name));
  const second = await openCustomerOps({ dataFolder: folder });
  await until(() => inbox().length >= 2);
  await second.close();
  assert.deepEqual(
    inbox().filter((name) => seen.includes(name)),
    [],
  );
  const [wanted] = inbox();
  assert.equal(sampleMails[seen.length]?.file.endsWith(`/${wanted}`), true);
});

test("where all have come, none comes again; and the shop is the same, with the same secrets", async () => {
  const first = await openCustomerOps({ dataFolder: folder });
  await first.close();
  writeFileSync(join(folder, "mail", "delivered.json"), String(sampleMails.length));
  const before = inbox().length;
  const second = await openCustomerOps({ dataFolder: folder });
  await sleep(900);
  await second.close();
  assert.equal(inbox().length, before);
  assert.equal(second.environment.TICKETS_SECRET, first.environment.TICKETS_SECRET);
  const noted: unknown = JSON.parse(readFileSync(join(folder, "customer-ops.json"), "utf8"));
  assert.deepEqual(noted, second.environment);
});

test("a shop from before there were letters gets none", async () => {
  const first = await openCustomerOps({ dataFolder: folder });
  await first.close();
  rmSync(join(folder, "mail"), { recursive: true });
  const second = await openCustomerOps({ dataFolder: folder });
  await sleep(900);
  await second.close();
  assert.equal(inbox().length, 0);
  assert.equal(existsSync(join(folder, "mail", "delivered.json")), false);
});

test("it offers a box to write in, an upload of goods, a mailbox, and two schedules", async () => {
  const opened = await openCustomerOps({ dataFolder: folder });
  await opened.close();
  const named = opened.definitions.map(({ kind, name }) => `${kind} ${name}`);
  for (const wanted of [
    "form new ticket",
    "form returned goods",
    "mail folder inbox",
    "schedule weekly report",
    "schedule daily digest",
    "contract letters.send",
    "policy new accounts",
    "process answer mail",
  ])
    assert.ok(named.includes(wanted), wanted);
});
