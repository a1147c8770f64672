/** What every log keeps when its events are archived (docs/adr/0026). Each implementation's test file runs this suite against itself. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { assert as assume } from "../../kernel/errors.ts";
import type { Cause } from "../../kernel/event.ts";
import { ManualClock } from "../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../kernel/testing/test-ports.ts";
import type { LogUnderTest, Place } from "../conformance.ts";
import type { ArchiveOrder, EventLog, Projection, Row } from "../event-log.ts";
import { packSegment, unpackSegment } from "../sqlite/archive/segment.ts";

const everything: Pick<ArchiveOrder, "before" | "isOver"> = { before: Number.POSITIVE_INFINITY, isOver: () => true };

/** @returns how many events were archived. */
export async function archiveAll(log: EventLog, order: Partial<typeof everything> = {}): Promise<number> {
  let events = 0;
  for (let from: number | null = 1; from !== null; ) {
    const step = await log.archive({ ...everything, ...order, from, dryRun: false });
    events += step.events;
    from = step.next;
  }
  return events;
}

/** The same place, where all that can be archived is, each time that somebody has waited for the disk. */
export function archivingPlace(place: () => Place): () => Place {
  return () => {
    const at = place();
    const open: Place["open"] = (options) => {
      const log = at.open(options);
      const whenDurable = log.whenDurable.bind(log);
      log.whenDurable = async () => {
        await whenDurable();
        await archiveAll(log);
      };
      return log;
    };
    return { ...at, open };
  };
}

const system: Cause = { principal: "system" };

const lengths: Projection = {
  name: "lengths",
  version: 1,
  tables: { lengths: "CREATE TABLE lengths (stream TEXT PRIMARY KEY, length INTEGER NOT NULL) STRICT" },
  apply: ({ stream, number }, sql) =>
    void sql.run(
      "INSERT INTO lengths VALUES (?, ?) ON CONFLICT (stream) DO UPDATE SET length = excluded.length",
      stream,
      number,
    ),
};

const names = ["a", "b", "c", "d", "e"];
const subjects = ["mia", "ben"];

type Deed =
  | {
      readonly do: "append";
      readonly stream: string;
      readonly subject: string | null;
      readonly texts: readonly string[];
    }
  | { readonly do: "erase"; readonly subject: string }
  | { readonly do: "archive"; readonly over: readonly string[] }
  | { readonly do: "reopen" };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      stream: fc.constantFrom(...names),
      subject: fc.option(fc.constantFrom(...subjects)),
      texts: fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const), subject: fc.constantFrom(...subjects) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("archive" as const), over: fc.subarray(names) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

/** All that can be asked of a log. */
function readings(log: EventLog): unknown {
  const end = log.head().position;
  const positions = Array.from({ length: end + 2 }, (_, index) => index + 1);
  return {
    head: log.head(),
    all: log.readAll(1, end + 5),
    pages: positions.map((from) => log.readAll(from, 3)),
    streams: [...names, "none"].map((name) => [1, 2, 5].map((from) => log.readStream(name, from))),
    events: names.map((name) => positions.map((number) => log.readEvent(name, number))),
    lasts: [...names, "none"].map((name) => log.lastNumber(name)),
    between: positions.map((to) => [log.streamsBetween(0, to, 9).sort(), log.streamsBetween(to - 2, to + 1, 9).sort()]),
    lengths: log.sql.all("SELECT * FROM lengths ORDER BY stream").map((row) => ({ ...row })),
  };
}

interface Tamper {
  readonly what: string;
  readonly problem: RegExp;
  readonly edit: (log: EventLog, segment: Row) => Promise<void> | void;
}

/** @param plays of the property */
export function archiveConformance(name: string, place: () => Place, plays: number): void {
  const scene = (projections: readonly Projection[] = [lengths]): { at: Place; open: () => LogUnderTest } => {
    const at = place();
    const clock = new ManualClock();
    let seed = 0;
    return { at, open: () => at.open({ ports: testPorts({ clock, seed: ++seed }), projections }) };
  };

  const perform = async (log: LogUnderTest, { at, open }: ReturnType<typeof scene>, step: Deed, archives: boolean) => {
    if (step.do === "append") {
      const cause = step.subject === null ? system : { ...system, subject: step.subject };
      const events = step.texts.map((said) => ({ type: "Said", data: { said }, outline: { length: said.length } }));
      await log.append(step.stream, log.lastNumber(step.stream), events, cause).durable;
    } else if (step.do === "erase") await log.erase(step.subject, system).durable;
    else if (step.do === "reopen") {
      log.close();
      assert.deepEqual(at.problems(), []);
      return open();
    } else if (archives) await archiveAll(log, { isOver: (stream) => step.over.includes(stream) });
    return log;
  };

  describe(`${name}: the archive`, () => {
    test("K9, K10: whatever is archived whenever, every read, number, table and hash is that of a log where nothing is", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 40 }), async (deeds) => {
          const [one, twin] = [scene(), scene()];
          let [log, plain] = [one.open(), twin.open()];
          for (const step of deeds) {
            log = await perform(log, one, step, true);
            plain = await perform(plain, twin, step, false);
          }
          assert.deepEqual(readings(log), readings(plain));
          log.close();
          plain.close();
          assert.deepEqual(one.at.problems(), []);
          one.at.remove();
          twin.at.remove();
        }),
        { numRuns: plays },
      );
    });

    test("tables are built again from archived events, and stream numbers go on behind them", async () => {
      const { at, open } = scene();
      const log = open();
      for (let n = 0; n < 9; n++) await log.append("a", n, [{ type: "Said", data: { n } }], system).durable;
      assert.ok((await archiveAll(log)) >= 6);
      log.close();
      const again = at.open({ ports: testPorts({ seed: 9 }), projections: [{ ...lengths, version: 2 }] });
      assert.equal(again.sql.get("SELECT length FROM lengths WHERE stream = 'a'")?.length, 9);
      assert.throws(() => again.append("a", 8, [{ type: "Said", data: {} }], system), { code: "stream_conflict" });
      await again.append("b", 0, [{ type: "Said", data: {} }], system).durable;
      await archiveAll(again);
      await again.append("a", 9, [{ type: "Said", data: { n: 9 } }], system).durable;
      assert.deepEqual(
        again.readStream("a").map(({ number }) => number),
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      );
      again.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("only what is over and old enough goes; large payloads and the end of the log stay rows; a dry run changes nothing", async () => {
      const { at, open } = scene();
      const log = open();
      const rows = (): unknown[] =>
        log.sql.all("SELECT position FROM events ORDER BY position").map((row) => row.position);
      for (let n = 0; n < 6; n++) {
        await log.append("a", n, [{ type: "Said", data: { n } }], system).durable;
        await log.append("b", n, [{ type: "Said", data: { n, text: n === 2 ? "x".repeat(40_000) : "" } }], system)
          .durable;
      }
      const order = { ...everything, from: 1, dryRun: true };
      assert.ok((await log.archive(order)).events > 0);
      assert.equal(rows().length, 12);
      assert.equal(await archiveAll(log, { before: 0 }), 0);
      assert.equal(await archiveAll(log, { isOver: (stream) => stream === "a" }), 5);
      assert.deepEqual(rows(), [2, 4, 6, 8, 10, 11, 12]);
      await archiveAll(log);
      assert.deepEqual(rows(), [6, 10, 11, 12]);
      assert.equal(await archiveAll(log), 0, "nothing is done twice");
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    test("two who archive at once do not meet", async () => {
      const { at, open } = scene();
      const log = open();
      for (let n = 0; n < 20; n++) await log.append("a", n, [{ type: "Said", data: { n } }], system).durable;
      const [one, other] = await Promise.all([archiveAll(log), archiveAll(log)]);
      assert.equal(one + other, 20 - log.sql.all("SELECT 1 FROM events").length);
      assert.equal(log.readStream("a").length, 20);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });

    const run = (log: EventLog, statement: string, ...values: readonly (Uint8Array | number)[]): void =>
      void log.write((transaction) => assert.ok(transaction.sql.run(statement, ...values) > 0));
    const packed = ({ packed }: Row): Uint8Array => {
      assume(packed instanceof Uint8Array, "a segment is bytes");
      return packed;
    };
    const tampers: Tamper[] = [
      {
        what: "an edited meta, packed anew",
        problem: /archived event up to \d+ was changed|event \d+ .* was changed/,
        edit: async (log, segment) => {
          const events = unpackSegment(packed(segment));
          const edited = events.map((event) => ({
            ...event,
            meta: event.meta.replace('"p":"system"', '"p":"person"'),
          }));
          run(log, "UPDATE segments SET packed = ? WHERE first = ?", await packSegment(edited), Number(segment.first));
        },
      },
      {
        what: "an event left out, packed anew",
        problem: /holds other events|are missing/,
        edit: async (log, segment) => {
          const left = unpackSegment(packed(segment)).slice(1);
          run(log, "UPDATE segments SET packed = ? WHERE first = ?", await packSegment(left), Number(segment.first));
        },
      },
      {
        what: "a segment that is gone",
        problem: /events \d+ to \d+ are missing/,
        edit: (log, { first }) => run(log, "DELETE FROM segments WHERE first = ?", Number(first)),
      },
      {
        what: "a hash of a segment",
        problem: /was changed/,
        edit: (log, { first }) => run(log, "UPDATE segments SET hash = zeroblob(32) WHERE first = ?", Number(first)),
      },
      {
        what: "a stream that the index hides",
        problem: /index of the archived events \d+ to \d+ was changed/,
        edit: (log, { first }) => run(log, "DELETE FROM segment_streams WHERE segment = ?", Number(first)),
      },
    ];

    /** Twelve archived events and one after them. */
    const archived = async () => {
      const { at, open } = scene();
      const log = open();
      for (let n = 0; n < 13; n++)
        await log.append("a", n, [{ type: "Said", data: { n } }], { ...system, subject: "mia" }).durable;
      await archiveAll(log);
      const [segment] = log.sql.all("SELECT * FROM segments ORDER BY first");
      assume(segment, "something is archived");
      return { at, log, segment };
    };

    for (const { what, problem, edit } of tampers) {
      test(`K9: ${what} is found`, async () => {
        const { at, log, segment } = await archived();
        await edit(log, segment);
        await log.whenDurable();
        log.close();
        assert.match(at.problems().join("\n"), problem);
        at.remove();
      });
    }

    test("K9: a bit that flips anywhere in a segment is found, named once, and never read as another event", async () => {
      const { at, log, segment } = await archived();
      const whole = packed(segment);
      const before = log.readAll(1, 20);
      let flips = 0;
      for (let bit = 0; bit < whole.length * 8; bit += 7) {
        const flipped = Uint8Array.from(whole);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        assert.ok(isRefusedOrSame(flipped, whole), `bit ${bit}`);
        flips += 1;
      }
      assert.ok(flips > 100);
      const flipped = Uint8Array.from(whole);
      const middle = whole.length >> 1;
      flipped[middle] = (flipped[middle] ?? 0) ^ 1;
      run(log, "UPDATE segments SET packed = ? WHERE first = ?", flipped, Number(segment.first));
      await log.whenDurable();
      const problems = at.problems();
      assert.equal(problems.length, 1, problems.join("; "));
      assert.match(problems[0] ?? "", /events \d+ to \d+: archived events cannot be read/);
      run(log, "UPDATE segments SET packed = ? WHERE first = ?", whole, Number(segment.first));
      await log.whenDurable();
      assert.deepEqual(log.readAll(1, 20), before);
      log.close();
      assert.deepEqual(at.problems(), []);
      at.remove();
    });
  });
}

/** Some bits of a frame's head say nothing about what is in it. */
function isRefusedOrSame(flipped: Uint8Array, whole: Uint8Array): boolean {
  try {
    return JSON.stringify(unpackSegment(flipped)) === JSON.stringify(unpackSegment(whole));
  } catch {
    return true;
  }
}
