/** Ids, durations, errors, upcasters and the seeded generator. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { describeDuration, durationMs } from "./duration.ts";
import { AssertionError, assert as assume, messageOf, PraxisError } from "./errors.ts";
import { upcast } from "./event.ts";
import { derivedId, idSource } from "./ids.ts";
import { SeededRandom, SystemRandom } from "./random.ts";
import { ManualClock } from "./testing/manual-clock.ts";

describe("ids", () => {
  test("sort by time, and are different at the same moment", () => {
    const clock = new ManualClock();
    const newId = idSource(clock, new SystemRandom());
    const ids: string[] = [];
    for (let n = 0; n < 500; n++) {
      ids.push(newId());
      clock.pass(1 + (n % 3) * 1_000);
    }
    assert.deepEqual(ids.toSorted(), ids);
    const atOnce = Array.from({ length: 10_000 }, newId);
    assert.equal(new Set(atOnce).size, 10_000);
    assert.ok(atOnce.every((id) => /^[0-9a-hjkmnp-tv-z]{23}$/.test(id)));
  });

  test("derived ids are the same for the same parts, and for no others", () => {
    assert.equal(derivedId("run", 1), derivedId("run", 1));
    assert.notEqual(derivedId("run", 1), derivedId("run", "1"));
    assert.notEqual(derivedId("a", "bc"), derivedId("ab", "c"));
  });
});

describe("durations", () => {
  test("are read from words and numbers, in whole milliseconds", () => {
    const given = [
      "1 day",
      "30 days",
      "90 minutes",
      "1.5 hours",
      "500 ms",
      "2 weeks",
      "1 millisecond",
      12,
      0.4,
    ] as const;
    assert.deepEqual(
      given.map((each) => durationMs(each)),
      [86_400_000, 2_592_000_000, 5_400_000, 5_400_000, 500, 1_209_600_000, 1, 12, 0],
    );
  });

  test("what is none is refused, with an example", () => {
    for (const wrong of ["1 constructor", "1 toString", "1 fortnight", "-1 days"] as const)
      assert.throws(() => durationMs(wrong), { code: "bad_duration" });
    for (const wrong of [Number.NaN, -1, Number.POSITIVE_INFINITY])
      assert.throws(() => durationMs(wrong), { code: "bad_duration" });
  });

  test("read well", () => {
    assert.deepEqual([500, 90_000, 300_000, 7_200_000, 259_200_000].map(describeDuration), [
      "0.5 s",
      "90 s",
      "5 minutes",
      "2 hours",
      "3 days",
    ]);
  });
});

describe("errors", () => {
  test("say what happened, how to go on and what to do next", () => {
    const error = new PraxisError("code", "message", {
      next: "next",
      disposition: "pause",
      fields: { a: 1 },
      cause: "why",
    });
    assert.deepEqual(
      [error.code, error.disposition, error.next, error.fields, error.cause],
      ["code", "pause", "next", { a: 1 }, "why"],
    );
    assert.equal(new PraxisError("code", "message", { next: "next" }).disposition, "terminal");
  });

  test("a broken assumption is none of them", () => {
    assert.throws(
      () => assume(false, "this holds"),
      (thrown: unknown) => thrown instanceof AssertionError && !(thrown instanceof PraxisError),
    );
    assert.equal(messageOf("text"), "text");
  });
});

test("K10: upcasters are applied one after the other, up to the newest version", () => {
  const upcasters = [
    { type: "A", from: 2, upcast: () => "third" },
    { type: "A", from: 1, upcast: () => "second" },
    { type: "B", from: 1, upcast: () => "other" },
  ];
  assert.deepEqual(upcast(upcasters, "A", 1, "first"), ["third", 3]);
  assert.deepEqual(upcast(upcasters, "C", 1, "first"), ["first", 1]);
});

test("K8: one seed gives one sequence, in [0, 1)", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [one, other] = [new SeededRandom(seed), new SeededRandom(seed)];
      for (let n = 0; n < 20; n++) {
        const drawn = one.next();
        assert.ok(drawn >= 0 && drawn < 1);
        assert.equal(drawn, other.next());
      }
    }),
  );
});
