/**
 * Money is an integer number of cents. Dollars as floats exist only in the seed files and in the format of expected.jsonl.
 */

/** How far from a whole cent a float may be and still be read as rounding noise (a sum of 50 prices is off by about 1e-11). */
const noiseCents = 1e-3;

/** @returns undefined if the amount is not a whole number of cents. */
export function centsOf(dollars: number): number | undefined {
  const cents = Math.round(dollars * 100);
  if (!Number.isSafeInteger(cents) || Math.abs(dollars * 100 - cents) > noiseCents) return undefined;
  return cents === 0 ? 0 : cents;
}

export function dollarsOf(cents: number): number {
  return cents / 100;
}

/** For people: "$1,230.00". */
export function formatCents(cents: number): string {
  const amount = (Math.abs(cents) / 100).toFixed(2).replace(/\B(?=(?:\d{3})+\.)/g, ",");
  return `${cents < 0 ? "-" : ""}$${amount}`;
}
