/** The blind index in a world of its own: what is found, by whom it is forgotten, and that no word lies in the tables. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runsProjection } from "../../engine/runs-table.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { EventLog } from "../../log/event-log.ts";
import { MemoryDisk, openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { integer } from "../../log/rows.ts";
import { identityProjection } from "../../remember/identity/identity-table.ts";
import { customersWith, readWords, runsThatHold } from "./find-by-words.ts";
import { searchProjection } from "./search-table.ts";
import { WordKeys } from "./word-keys.ts";

const mei = '["mail","mei.kovacs8020@example.com"]';

function open(disk = new MemoryDisk(), raised = 0): EventLog {
  const searched = { ...searchProjection, version: searchProjection.version + raised };
  return openMemoryLog({ disk, ports: testPorts(), projections: [runsProjection, identityProjection, searched] });
}

function begin(log: EventLog, id: string, subject: string, input: Readonly<Record<string, string>>): void {
  const data = { process: "mails", version: "v", input, account: "main", subject, trigger: null, parent: null };
  append(log, `run/${id}`, "RunStarted", data, subject);
}

function append(
  log: EventLog,
  stream: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  subject: string,
): void {
  const json = JSON.parse(JSON.stringify(data));
  log.write((transaction) =>
    transaction.append(stream, transaction.head(stream), [{ type, data: json }], { principal: "system", subject }),
  );
}

const found = (log: EventLog, typed: string, runs = ["a", "b"]): string[] => {
  const search = readWords(log, typed);
  return search === null ? [] : [...runsThatHold(log, search, runs)];
};
const people = (log: EventLog, typed: string): number => {
  const search = readWords(log, typed);
  return search === null ? 0 : customersWith(log, search).length;
};
const rows = (log: EventLog): number => integer(log.sql.get("SELECT count(*) AS n FROM search_words") ?? {}, "n");

/** Mei asks about a kettle, and the shop asks somebody about a voucher; Bob asks about a lamp. */
function shop(log: EventLog): void {
  const handle = { kind: "mail", value: "mei.kovacs8020@example.com" };
  append(
    log,
    "source/inbox",
    "EventReceived",
    {
      source: "inbox",
      id: "1",
      digest: "d",
      keys: ["k"],
      account: "main",
      subject: mei,
      payload: { from: { name: "Mei Kovács-Brandt" } },
    },
    mei,
  );
  const linked = {
    account: "main",
    customer: "c",
    subject: mei,
    handle,
    key: "h",
    searchKey: "s",
    why: "w",
    evidence: null,
  };
  append(log, "customer/c", "HandleLinked", linked, mei);
  begin(log, "a", mei, { text: "The kettle of order #W8193638 is broken" });
  begin(log, "b", "bob_1", { text: "Where is my lamp, order W5550001?" });
  append(log, "gate/g", "GateOpened", { run: "a", title: "Give voucher GT-4711 for it" }, mei);
}

test("a run is found by words of its title, numbers, what was asked about it, and whom it is about, each by its beginning", () => {
  const log = open();
  shop(log);
  for (const typed of [
    "kettle",
    "KETT",
    "8193638",
    "#W8193638",
    "GT-4711",
    "vouch",
    "Kovacs",
    "mei.kov",
    "brandt",
    "kovacs kettle 819",
  ])
    assert.deepEqual(found(log, typed), ["a"], typed);
  for (const typed of ["bob", "lamp", "order lamp"]) assert.deepEqual(found(log, typed), ["b"], typed);
  assert.deepEqual(found(log, "order").toSorted(), ["a", "b"]);
  for (const typed of ["kettle lamp", "kovacs lamp", "ettle", "of", "wxyz"])
    assert.deepEqual(found(log, typed), [], typed);
  assert.deepEqual(
    ["mei kov", "brandt 8020", "bob", "kettle"].map((typed) => people(log, typed)),
    [1, 1, 1, 0],
  );
});

test("no word lies in the tables, and under another key, or of a person, the same word is another row", () => {
  const log = open();
  shop(log);
  const text = JSON.stringify([
    log.sql.all("SELECT * FROM search_words"),
    log.sql.all("SELECT id, target, subject, CAST(words AS TEXT) AS words, hex(words) FROM search_docs"),
  ]);
  for (const word of ["kettle", "kovacs", "mei", "8193638"]) assert.ok(!text.toLowerCase().includes(word), word);
  const keyed = (fill: number) => WordKeys.of({ derivedKey: () => new Uint8Array(32).fill(fill) });
  assert.equal(keyed(1).key("run", "kettle"), keyed(1).key("run", "kettle"));
  assert.notEqual(keyed(1).key("run", "kettle"), keyed(2).key("run", "kettle"));
  assert.notEqual(keyed(1).key("run", "kovacs"), keyed(1).key("person", "kovacs"));
});

test("K10: with a person go all rows that came from what was about them, and a rebuild brings none back", async () => {
  const disk = new MemoryDisk();
  const log = open(disk);
  begin(log, "b", "bob_1", { text: "Where is my lamp?" });
  const without = rows(log);
  aboutMei(log);
  assert.ok(rows(log) > without);
  log.erase(mei, { principal: "person:ada" });
  assert.deepEqual(
    [rows(log), found(log, "kettle"), found(log, "lamp"), people(log, "kovacs")],
    [without, [], ["b"], 0],
  );
  await log.whenDurable();
  const again = open(disk, 1);
  assert.deepEqual([rows(again), found(again, "lamp")], [without, ["b"]]);
});

function aboutMei(log: EventLog): void {
  begin(log, "a", mei, { text: "The kettle is broken" });
  // A run about somebody else that asks about her as well.
  append(log, "gate/h", "GateOpened", { run: "b", title: "Is this the parcel of Kovacs?" }, mei);
  assert.deepEqual(found(log, "parcel"), ["b"]);
}

test("a handle that is taken from a person does not find them any more", () => {
  const log = open();
  shop(log);
  assert.equal(people(log, "8020"), 1);
  append(log, "customer/c", "HandleUnlinked", { key: "h", number: 1, why: "not theirs" }, mei);
  assert.equal(people(log, "8020"), 0);
  assert.equal(people(log, "brandt"), 1);
});

test("a run that lives for years has a bounded number of rows", () => {
  const log = open();
  begin(log, "a", mei, { text: "hello" });
  for (let asked = 0; asked < 100; asked++)
    append(
      log,
      `gate/${asked}`,
      "GateOpened",
      { run: "a", title: `Is parcel W${10_000_000 + asked * 7_777} there?` },
      mei,
    );
  assert.ok(rows(log) <= 170, String(rows(log)));
});

test("a search begins with the rarest word", () => {
  const log = open();
  for (let index = 0; index < 30; index++)
    begin(log, `r${index}`, `c_${index}`, { text: index === 0 ? "kettle refund" : "lamp refund" });
  const search = readWords(log, "refund kettle");
  assert.deepEqual(search?.rarest, search?.words[1]);
});
