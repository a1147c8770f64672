import assert from "node:assert/strict";
import { test } from "node:test";
import { moneyText, readMoney } from "./money-words.ts";

test("cents are shown as an amount, with the currency behind it", () => {
  assert.equal(moneyText(120_450, "EUR"), "1,204.50 €");
  assert.equal(moneyText(5), "0.05");
});

test("what is typed is read to the cent, with a point or a comma", () => {
  assert.equal(readMoney("43.2"), 4_320);
  assert.equal(readMoney("43,20"), 4_320);
  assert.equal(readMoney("4900"), 490_000);
  assert.equal(readMoney("-1.05"), -105);
});

test("what is no amount is not guessed", () => {
  for (const text of ["", "abc", "1.234", "1,204.50", "1e3"]) assert.equal(readMoney(text), null, text);
});
