import assert from "node:assert/strict";
import { test } from "node:test";
import { countIn, moneyText, readMoney } from "./money-words.ts";

test("cents are shown as an amount with its currency, as in the server's own words", () => {
  assert.deepEqual(
    [
      moneyText(490_000, "USD"),
      moneyText(4_320, "EUR"),
      moneyText(-5, "GBP"),
      moneyText(123_456_789, "CHF"),
      moneyText(-120_450, null),
    ],
    ["$4,900.00", "43.20 €", "-£0.05", "1,234,567.89 CHF", "-1,204.50"],
  );
});

test("an amount that does not say its currency has that of the house", () => {
  assert.equal(moneyText(5), "0.05");
  countIn("USD");
  assert.equal(moneyText(5), "$0.05");
  assert.equal(moneyText(5, "EUR"), "0.05 €");
  countIn(null);
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
