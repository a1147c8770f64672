import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMoney } from "./money.ts";

test("an amount has its currency's sign where English puts it, or else its letters behind it", () => {
  assert.deepEqual(
    [
      formatMoney(490_000, "USD"),
      formatMoney(4_320, "EUR"),
      formatMoney(-5, "GBP"),
      formatMoney(123_456_789, "CHF"),
      formatMoney(-120_450, null),
    ],
    ["$4,900.00", "43.20 €", "-£0.05", "1,234,567.89 CHF", "-1,204.50"],
  );
});

test("in other languages it is written as these write it", () => {
  assert.deepEqual(
    (["de", "fr", "es", "it"] as const).map((language) => formatMoney(490_000, "USD", language)),
    ["4.900,00 $", "4\u202f900,00 $", "4.900,00 $", "4.900,00 $"],
  );
});
