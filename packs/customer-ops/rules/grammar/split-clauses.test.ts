import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { splitClauses, splitList } from "./split-clauses.ts";

test("a full stop ends a clause only before white space or the end, and never inside braces", () => {
  assert.deepEqual(splitClauses("Mail a.b@c.com. Send to {'city': 'St. Paul; MN'}.\n Done."), {
    clear: true,
    value: ["Mail a.b@c.com", "Send to {'city': 'St. Paul; MN'}", "Done"],
  });
});

test("a semicolon ends a clause only where another begins, or the text ends", () => {
  assert.deepEqual(splitClauses("Return A: Lamp; Mug; Return B: Rug; Fork;"), {
    clear: true,
    value: ["Return A: Lamp; Mug", "Return B: Rug; Fork"],
  });
  assert.deepEqual(splitList("Lamp {'a': 'b; c'}; Mug"), ["Lamp {'a': 'b; c'}", "Mug"]);
});

test("braces that do not pair make the text unclear", () => {
  for (const text of ["{a.", "a}.", "{a{b}}.", "}{."]) assert.equal(splitClauses(text).clear, false, text);
});

test("nothing but white space and clause ends is lost", () => {
  const visible = (text: string) => text.replace(/[\s.;]/g, "");
  const unit = fc.constantFrom(..."ab{}'.; \n#".split(""), "Return ", "For ");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const clauses = splitClauses(text);
      if (clauses.clear) assert.equal(visible(clauses.value.join("")), visible(text));
    }),
    { numRuns: 1000 },
  );
});
