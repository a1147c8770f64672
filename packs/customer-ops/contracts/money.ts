/** Money is an integer number of cents; this is how people read it. */
export function formatCents(cents: number): string {
  return `${cents < 0 ? "-" : ""}${(Math.abs(cents) / 100).toFixed(2)}`;
}
