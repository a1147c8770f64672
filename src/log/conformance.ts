/**
 * What every log keeps, whatever it is built on. Each implementation's test file runs this suite against itself.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cause, followUp, outlineOf, type Upcaster } from "../kernel/event.ts";
import type { Json } from "../kernel/json.ts";
import type { Ports } from "../kernel/ports.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { testPorts } from "../kernel/testing/test-ports.ts";
import type { EventLog, Projection } from "./event-log.ts";

export type LogUnderTest = EventLog & { crash(): void };

/** Something that outlives the log on it: a folder, a database in memory. */
export interface Place {
  open(options: { ports: Ports; projections: readonly Projection[]; upcasters?: readonly Upcaster[] }): LogUnderTest;
  /** What is wrong with what is recorded; empty where nothing is. */
  problems(): readonly string[];
  remove(): void;
}

const system: Cause = { principal: "system" };
const about = (subject: string): Cause => ({ principal: "source:test", subject });

/** Counts the events of each type; refuses one of them. */
const counts = (version = 1): Projection => ({
  name: "counts",
  version,
  tables: { counts: "CREATE TABLE counts (type TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT" },
  apply(event, sql) {
    if (event.type === "Refused") throw new Error("this event does not fit the table");
    if (event.type === "Constrained") sql.run("INSERT INTO counts VALUES (?, 1.5)", event.type);
    sql.run("INSERT INTO counts VALUES (?, ?) ON CONFLICT (type) DO UPDATE SET count = count + 1", event.type, version);
  },
});

const event = (type: string, data: Json = {}) => ({ type, data });

export function logConformance(name: string, place: () => Place): void {
  const scene = (options: { projections?: readonly Projection[]; upcasters?: readonly Upcaster[] } = {}) => {
    const at = place();
    const clock = new ManualClock();
    let seed = 0;
    const open = (more: typeof options = {}): LogUnderTest =>
      at.open({ ports: testPorts({ clock, seed: ++seed }), projections: [counts()], ...options, ...more });
    return { at, clock, open };
  };
  const countOf = (log: EventLog, type: string) =>
    log.sql.get("SELECT count FROM counts WHERE type = ?", type)?.count ?? 0;

  describe(`${name}: streams`, () => {
    test("K2: events are numbered without gaps in each stream, and by position over all", async () => {
      const { at, open } = scene();
      const log = open();
      log.append("a", 0, [event("One"), event("Two")], system);
      log.append("b", 0, [event("One")], system);
      log.append("a", 2, [event("Three")], system);
      await log.whenDurable();
      assert.deepEqual(
        log.readStream("a").map((each) => [each.number, each.type]),
        [
          [1, "One"],
          [2, "Two"],
          [3, "Three"],
        ],
      );
      assert.deepEqual(
        log.readAll(1, 10).map((each) => each.position),
        [1, 2, 3, 4],
      );
      assert.deepEqual(
        log.readAll(3, 1).map((each) => each.stream),
        ["b"],
      );
      assert.deepEqual(log.readStream("a", 3).length, 1);
      assert.equal(log.readEvent("a", 2)?.type, "Two");
      assert.equal(log.readEvent("a", 4), undefined);
      assert.deepEqual(log.readStream("nothing"), []);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K2: an append that expects another number is refused and writes nothing", async () => {
      const { at, open } = scene();
      const log = open();
      log.append("a", 0, [event("One")], system);
      for (const expected of [0, 2])
        assert.throws(() => log.append("a", expected, [event("Two")], system), { code: "stream_conflict" });
      assert.throws(() => log.append("new", 1, [event("Two")], system), { code: "stream_conflict" });
      log.append("a", 1, [event("Two")], system);
      await log.whenDurable();
      assert.equal(log.readAll(1, 10).length, 2);
      assert.equal(countOf(log, "Two"), 1);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("what an append returns is what is read later", async () => {
      const { at, open } = scene();
      const log = open();
      const cause = { ...about("mia"), causation: 1, correlation: "story" };
      const { value, durable } = log.append("a", 0, [event("One", { a: [1, { b: null }] }), event("Two")], cause);
      await durable;
      assert.deepEqual(log.readStream("a"), value);
      log.close();
      assert.deepEqual(open().readStream("a"), value);
      at.remove();
    });
  });

  describe(`${name}: durability`, () => {
    test("K1: a write is durable after its promise, not before; writes of one turn share one commit", async () => {
      const { at, open } = scene();
      const log = open();
      const before = log.durableHead();
      const writes = [1, 2, 3].map((n) => log.append(`s${n}`, 0, [event("One")], system));
      let settled = 0;
      for (const { durable } of writes) void durable.then(() => settled++);
      await Promise.resolve();
      assert.equal(settled, 0);
      assert.deepEqual(log.durableHead(), before);
      assert.equal(log.head().position, 3);
      assert.equal(log.readAll(1, 10).length, 3, "reads see what is written, on disk or not");
      await writes[0]?.durable;
      assert.deepEqual(log.durableHead(), log.head());
      await Promise.resolve();
      assert.equal(settled, 3);
      log.close();
      at.remove();
    });

    test("K1: a power cut loses what was not acknowledged, and nothing else", async () => {
      const { at, open } = scene();
      const log = open();
      await log.append("a", 0, [event("Kept")], system).durable;
      const head = log.head();
      log.append("a", 1, [event("Lost")], about("mia"));
      log.crash();
      const again = open();
      assert.deepEqual(
        again.readAll(1, 10).map((each) => each.type),
        ["Kept"],
      );
      assert.deepEqual(again.head(), head);
      assert.equal(countOf(again, "Lost"), 0);
      await again.append("a", 1, [event("Next")], about("mia")).durable;
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K1: whoever listens is told how far the disk is, once for each batch of events, and never of what is not on it", async () => {
      const { at, open } = scene();
      const log = open();
      const told: { position: number; durable: number }[] = [];
      const stop = log.onDurable((position) => void told.push({ position, durable: log.durableHead().position }));
      log.append("a", 0, [event("One"), event("Two")], system);
      log.append("b", 0, [event("One")], system);
      assert.deepEqual(told, []);
      await log.whenDurable();
      assert.deepEqual(told, [{ position: 3, durable: 3 }], "one batch, and its events are on disk when it is told");
      await log.write(() => undefined).durable;
      assert.equal(told.length, 1, "a batch without an event changes nothing");
      assert.throws(() => log.append("a", 2, [event("Refused")], system));
      await log.append("a", 2, [event("Three")], system).durable;
      assert.deepEqual(
        told.map(({ position }) => position),
        [3, 4],
        "what was lost was never told of",
      );
      stop();
      await log.append("a", 3, [event("Four")], system).durable;
      assert.equal(told.length, 2);
      log.close();
      at.remove();
    });

    test("the streams between two positions are each named once, and no more than asked for", async () => {
      const { at, open } = scene();
      const log = open();
      for (const [stream, number] of [
        ["a", 0],
        ["b", 0],
        ["a", 1],
        ["c", 0],
      ] as const)
        log.append(stream, number, [event("One", { name: "Mia" })], about("mia"));
      await log.whenDurable();
      assert.deepEqual(log.streamsBetween(0, 4, 10).sort(), ["a", "b", "c"]);
      assert.deepEqual(log.streamsBetween(1, 3, 10).sort(), ["a", "b"]);
      assert.deepEqual(log.streamsBetween(4, 9, 10), []);
      assert.equal(log.streamsBetween(0, 4, 2).length, 2);
      log.close();
      at.remove();
    });

    test("a log that is closed says so", () => {
      const { at, open } = scene();
      const log = open();
      log.crash();
      assert.throws(() => log.append("a", 0, [event("One")], system), { code: "log_closed" });
      at.remove();
    });

    test("K2: another owner fences the one before: it can write nothing more", async () => {
      const { at, open } = scene();
      const first = open();
      await first.append("a", 0, [event("One")], system).durable;
      const second = open();
      assert.throws(() => first.append("a", 1, [event("Late")], system), { code: "fenced" });
      assert.throws(() => first.write(() => 1), { code: "log_closed" });
      await second.append("a", 1, [event("Two")], system).durable;
      assert.deepEqual(
        second.readStream("a").map((each) => each.type),
        ["One", "Two"],
      );
      second.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });
  });

  describe(`${name}: transactions`, () => {
    test("K3: what throws takes back its events, tables, numbers, hashes and keys; the other writes of the turn stay", async () => {
      const { at, open } = scene();
      const log = open();
      log.append("a", 0, [event("One")], system);
      const head = log.head();
      assert.throws(
        () =>
          log.write((transaction) => {
            transaction.append("a", 1, [event("Two", { name: "Mia" })], about("mia"));
            transaction.append("b", 0, [event("Two")], system);
            transaction.sql.run("INSERT INTO counts VALUES ('by hand', 1)");
            throw new Error("changed my mind");
          }),
        /changed my mind/,
      );
      assert.deepEqual(log.head(), head);
      log.append("a", 1, [event("Three", { name: "Mia" })], about("mia"));
      log.append("b", 0, [event("Three")], system);
      await log.whenDurable();
      assert.deepEqual([countOf(log, "Two"), countOf(log, "by hand"), countOf(log, "Three")], [0, 0, 2]);
      log.close();
      const again = open();
      assert.deepEqual(
        again.readStream("a").map((each) => each.data),
        [{}, { name: "Mia" }],
      );
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("K3: a write may take several streams and tables, and reads what it wrote", async () => {
      const { at, open } = scene();
      const log = open();
      const { value, durable } = log.write((transaction) => {
        transaction.append("a", transaction.head("a"), [event("One")], system);
        return [transaction.head("a"), transaction.head("b"), transaction.sql.get("SELECT count FROM counts")?.count];
      });
      await durable;
      assert.deepEqual(value, [1, 0, 1]);
      log.close();
      at.remove();
    });

    test("K3: an event that does not fit a table is not recorded, and does not end the server; tried again it fails alone", async () => {
      for (const type of ["Refused", "Constrained"]) {
        const { at, open } = scene();
        const log = open();
        await log.append("a", 0, [event("One")], system).durable;
        const lost: unknown[] = [];
        log.onLost((error) => void lost.push(error));
        assert.throws(() => log.append("a", 1, [event(type)], system), {
          code: "not_recorded",
          disposition: "terminal",
        });
        const other = log.append("b", 0, [event("Two")], system);
        assert.throws(() => log.append("a", 1, [event(type)], system));
        assert.throws(() => log.write((transaction) => transaction.append("a", 1, [event(type)], system)));
        await other.durable;
        assert.equal(lost.length, 1, "only the first time took the batch with it");
        assert.deepEqual(
          log.readAll(1, 10).map((each) => each.type),
          ["One", "Two"],
        );
        log.close();
        assert.deepEqual(at.problems(), []);
        at.remove();
      }
    });

    test("K3: tables of another version are built again from the log; the others are left alone", async () => {
      const { at, open } = scene();
      const log = open();
      for (let n = 0; n < 5; n++) log.append(`s${n}`, 0, [event("One"), event("Two")], system);
      await log.whenDurable();
      log.sql.run("UPDATE counts SET count = 99");
      log.close();
      const same = open();
      assert.equal(countOf(same, "One"), 99);
      same.close();
      const raised = open({ projections: [counts(2)] });
      assert.equal(countOf(raised, "One"), 2 + 4, "the first counts as two in this version");
      raised.close();
      at.remove();
    });
  });

  describe(`${name}: what is sealed (K10)`, () => {
    test("the data of a subject is unreadable on disk, the subject is a pseudonym, and both read well", async () => {
      const { at, open } = scene();
      const log = open();
      await log.append("a", 0, [event("One", { name: "Mia Mustermann" })], about("mia@example.com")).durable;
      const [row] = log.sql.all("SELECT meta, payload FROM events");
      const bytes = Buffer.concat([
        Buffer.from(String(row?.meta)),
        Buffer.from(row?.payload instanceof Uint8Array ? row.payload : []),
      ]);
      assert.ok(!/Mustermann|mia@example/.test(bytes.toString("latin1")));
      const [read] = log.readAll(1, 1);
      assert.deepEqual(read?.data, { name: "Mia Mustermann" });
      assert.deepEqual(read?.subjects, [log.pseudonym("mia@example.com")]);
      log.close();
      assert.deepEqual(open().readAll(1, 1), [read]);
      at.remove();
    });

    test("an erased subject's data reads `erased`, its events stay, the chain still verifies, and others are untouched", async () => {
      const { at, open } = scene();
      const log = open();
      log.append("a", 0, [event("One", { name: "Mia" })], about("mia"));
      log.append("b", 0, [event("One", { name: "Ben" })], about("ben"));
      const head = log.head();
      const { value, durable } = log.erase("mia", system);
      await durable;
      assert.equal(value, true);
      assert.equal(log.erase("nobody", system).value, false);
      const check = (current: LogUnderTest): void => {
        const [mia, ben] = current.readAll(1, 2);
        assert.deepEqual([mia?.erased, mia?.data, mia?.type, mia?.subjects.length], [true, null, "One", 1]);
        assert.deepEqual([ben?.erased, ben?.data], [false, { name: "Ben" }]);
      };
      check(log);
      assert.equal(log.readAll(3, 1)[0]?.type, "SubjectErased");
      assert.ok(head.position === 2);
      await log.append("c", 0, [event("Two", { name: "Mia again" })], about("mia")).durable;
      assert.deepEqual(log.readStream("c")[0]?.data, { name: "Mia again" }, "who comes back has a new key");
      check(log);
      log.close();
      const again = open({ projections: [counts(2)] });
      check(again);
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("what follows from something erased is unreadable from the start, keeps its outline, and does not bring the person back", async () => {
      const { at, open } = scene();
      const log = open();
      const [first] = log.append("a", 0, [event("One", { name: "Mia" })], about("mia")).value;
      assert.ok(first);
      log.erase("mia", system);
      const late = { ...event("Two", { name: "Mia, late" }), outline: { code: "late" } };
      const [told] = log.append("a", 1, [late], followUp(first, "system")).value;
      await log.append("b", 0, [event("Three", { name: "Mia, back" })], about("mia")).durable;
      log.append("a", 2, [late], followUp(first, "system"));
      await log.whenDurable();
      const check = (current: LogUnderTest): void => {
        for (const number of [2, 3]) {
          const read = current.readEvent("a", number);
          assert.deepEqual([read?.erased, read?.data, read && outlineOf(read)], [true, null, { code: "late" }]);
        }
        assert.deepEqual(current.readEvent("a", 2), told);
        assert.deepEqual(current.readEvent("b", 1)?.data, { name: "Mia, back" });
      };
      check(log);
      log.close();
      const again = open();
      check(again);
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("an outline is readable for ever, and the same with its data and without", async () => {
      const { at, open } = scene();
      const log = open();
      log.append(
        "a",
        0,
        [{ ...event("One", { name: "Mia", size: 3 }), outline: { size: 3 } }, event("Two")],
        about("mia"),
      );
      const outlines = () => log.readAll(1, 2).map((read) => outlineOf(read));
      assert.deepEqual(outlines(), [{ size: 3 }, {}]);
      await log.erase("mia", system).durable;
      assert.deepEqual(outlines(), [{ size: 3 }, null]);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("old events are read through upcasters, and stay on disk as they are", async () => {
      const { at, open } = scene();
      const log = open();
      await log.append("a", 0, [event("Named", { name: "Mia" })], about("mia")).durable;
      log.close();
      const upcasters: Upcaster[] = [{ type: "Named", from: 1, upcast: (data) => ({ ...z(data), version: 2 }) }];
      const again = open({ upcasters });
      const [read] = again.readAll(1, 1);
      assert.deepEqual([read?.schema, read?.data], [2, { name: "Mia", version: 2 }]);
      again.close();
      assert.deepEqual(open().readAll(1, 1)[0]?.data, { name: "Mia" });
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("a key for a purpose is the same each time, and another for another purpose", () => {
      const { at, open } = scene();
      const log = open();
      const key = Buffer.from(log.derivedKey("one")).toString("hex");
      assert.equal(key.length, 64);
      assert.notEqual(Buffer.from(log.derivedKey("two")).toString("hex"), key);
      log.close();
      assert.equal(Buffer.from(open().derivedKey("one")).toString("hex"), key);
      at.remove();
    });
  });
}

function z(data: Json): Record<string, Json> {
  return typeof data === "object" && data !== null && !Array.isArray(data)
    ? Object.fromEntries(Object.entries(data))
    : {};
}
