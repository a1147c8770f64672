/** JSON values, their canonical text and digests. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { canonical, digestOf, type Json, parseJson, toJson } from "./json.ts";

/** JSON values, without -0, which JSON cannot carry. */
const anyValue = fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value)));

describe("canonical text", () => {
  test("parsed again it is the same value", () => {
    fc.assert(fc.property(anyValue, (value) => assert.deepEqual(JSON.parse(canonical(value)), value)));
  });

  test("does not depend on the order of keys", () => {
    const shuffled = fc.dictionary(fc.string(), anyValue).chain((fields) => {
      const entries = Object.entries(fields);
      return fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length }));
    });
    fc.assert(
      fc.property(shuffled, ([entries, other]) => {
        assert.equal(canonical(Object.fromEntries(entries)), canonical(Object.fromEntries(other)));
        assert.equal(digestOf(Object.fromEntries(entries)), digestOf(Object.fromEntries(other)));
      }),
    );
  });

  test("different values have different texts", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        if (canonical(one) === canonical(other)) assert.deepEqual(one, other);
      }),
    );
    assert.notEqual(canonical(1), canonical("1"));
    assert.notEqual(canonical([]), canonical({}));
  });
});

describe("toJson", () => {
  test("keeps what is JSON, whatever its keys", () => {
    fc.assert(fc.property(anyValue, (value) => assert.deepEqual(toJson(value), value)));
    const odd: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":2}');
    assert.equal(canonical(toJson(odd)), '{"__proto__":{"a":1},"constructor":2}');
  });

  test("drops undefined fields, writes dates as text, and undefined as null", () => {
    assert.deepEqual(toJson({ a: undefined, b: new Date(0), c: [undefined] }), {
      b: "1970-01-01T00:00:00.000Z",
      c: [null],
    });
  });

  test("refuses what would be lost: no numbers, functions, maps, promises, things with a class", () => {
    class Thing {
      readonly a = 1;
    }
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      Symbol("a"),
      () => 1,
      new Map(),
      new Set(),
      Promise.resolve(),
      new Thing(),
      { deep: [new Map()] },
    ])
      assert.throws(() => toJson(value), { code: "not_json" });
  });
});

test("text that is not JSON is told as such", () => {
  assert.equal(parseJson("{").ok, false);
  assert.deepEqual(parseJson("[1]"), { ok: true, value: [1] });
});
