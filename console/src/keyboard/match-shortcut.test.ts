import assert from "node:assert/strict";
import { test } from "node:test";
import { matchShortcut } from "./match-shortcut.ts";

const combos = ["j", "i", "g i", "?", "Escape"];

test("one key means its shortcut, also with caps lock", () => {
  assert.equal(matchShortcut(combos, [{ key: "J", at: 0 }]), "j");
  assert.equal(matchShortcut(combos, [{ key: "Escape", at: 0 }]), "Escape");
  assert.equal(matchShortcut(combos, [{ key: "x", at: 0 }]), null);
});

test("two keys in a row win over the second one alone, as long as they are close", () => {
  const soon = [
    { key: "g", at: 0 },
    { key: "i", at: 300 },
  ];
  assert.equal(matchShortcut(combos, soon), "g i");
  const late = [
    { key: "g", at: 0 },
    { key: "i", at: 3_000 },
  ];
  assert.equal(matchShortcut(combos, late), "i");
});
