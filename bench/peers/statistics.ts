/** The value below which the share `q` of the values lies: the nearest one that is there. */
export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))];
  if (found === undefined) throw new Error("There is no quantile of no values.");
  return found;
}

export const median = (values: number[]) => quantile(values, 0.5);
