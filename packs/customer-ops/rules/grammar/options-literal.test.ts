import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readOptionsLiteral } from "./options-literal.ts";

/** Words as they may stand between quotes; one with an apostrophe is written in double quotes, as Python does. */
const word = fc.stringMatching(/^[A-Za-z0-9 .,;:#/+%'-]{0,12}$/);
const entry = fc.tuple(
  word.filter((key) => key !== ""),
  word,
);

function quote(value: string): string {
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

test("what is written is what is read", () => {
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ([key]) => key, maxLength: 6 }), (entries) => {
      const literal = `{${entries.map(([key, value]) => `${quote(key)}: ${quote(value)}`).join(", ")}}`;
      assert.deepEqual(readOptionsLiteral(literal), { clear: true, value: new Map(entries) });
    }),
  );
});

for (const literal of [
  "",
  "{",
  "'a': 'b'",
  "{'a': 'b', }",
  "{'a': 'b',}",
  "{'a': 'b' 'c': 'd'}",
  "{, 'a': 'b'}",
  "{'a'}",
  "{'a': b}",
  "{'a': 1}",
  "{'a': 'b', 'a': 'b'}",
  "{'': 'b'}",
  "{'a': 'it\\'s'}",
  "{'a': 'b\n'}",
  "{'a': {}}",
  "{ }",
]) {
  test(`${JSON.stringify(literal)} is not a list of options`, () => {
    assert.equal(readOptionsLiteral(literal).clear, false);
  });
}
