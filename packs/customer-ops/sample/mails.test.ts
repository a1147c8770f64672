/** The letters and what is expected of them fit together, and fit the sample shop. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkSeed } from "../shop/seed/read-seed.ts";
import { sampleDay } from "./day.ts";
import { letterWriters } from "./letter-writers.ts";
import { sampleMails } from "./mails.ts";
import { sampleSeed } from "./shop-seed.ts";

const folder = join(import.meta.dirname, "mails");
const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");
const { customers, orders } = checkSeed(sampleSeed);

test("every letter is expected, in its order, and everything expected is there", () => {
  const files = globSync("*/*.eml", { cwd: folder }).map((file) => file.replaceAll("\\", "/"));
  const inOrder = files.toSorted((one, other) => Number(numberOf(one)) - Number(numberOf(other)));
  assert.ok(files.length >= 60);
  assert.deepEqual(
    sampleMails.map(({ file }) => file),
    inOrder,
  );
});

function numberOf(file: string): string {
  return /\/(\d+)-/.exec(file)?.[1] ?? "";
}

test("a letter comes from the customer that it is said to come from, or from nobody whom the shop knows", () => {
  for (const { file, from } of sampleMails) {
    const [, address = ""] = /^From: [^<]*<([^>]+)>/m.exec(textOf(file)) ?? [];
    const known = [...customers].find(([, { email }]) => email === address)?.[0] ?? null;
    assert.equal(known, from, file);
  }
});

test("the orders that are expected to change are those of who writes, and the day's customers write no letters", () => {
  for (const { file, from, deeds } of sampleMails)
    for (const [order] of deeds.join(" ").matchAll(/#W\d+/g))
      assert.ok(from === null || orders.get(order)?.customerId === from, `${file}: ${order}`);
  for (const { customer } of sampleDay) assert.ok(!Object.hasOwn(letterWriters, customer), customer);
});

test("there is one of every kind", () => {
  const all = sampleMails.map(({ file }) => textOf(file));
  const kinds: Record<string, RegExp> = {
    "a picture": /^Content-Type: image\/png/m,
    "a PDF": /^Content-Type: application\/pdf/m,
    "HTML alone": /^MIME-Version: 1\.0\r\nContent-Type: text\/html/m,
    "a thread": /^In-Reply-To: /m,
    "a delivery report": /report-type=delivery-status/,
    "a list": /^List-Unsubscribe: /m,
    "a vacation notice": /^Auto-Submitted: auto-replied/m,
    "a forged sender": /dmarc=fail/,
    "German, French, Spanish and Polish": /Bestellung|commande|pedido|zam=C3=B3wienia/,
  };
  for (const [name, pattern] of Object.entries(kinds))
    assert.ok(
      all.some((text) => pattern.test(text)),
      name,
    );
  assert.equal(all[0], all[1]);
  for (const ends of ["alone", "person", "customer", "joins", "kept", "duplicate"] as const)
    assert.ok(
      sampleMails.some((each) => each.ends === ends),
      ends,
    );
});
