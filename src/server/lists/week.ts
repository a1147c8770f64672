/** ISO weeks, in UTC: "2026-W47" is from a Monday to the next. Pure. */
const shape = /^(\d{4})-W(\d{2})$/;
const dayMs = 86_400_000;

/** @returns null where there is no such week. */
export function weekRange(week: string): { readonly from: number; readonly to: number } | null {
  const match = shape.exec(week);
  if (!match) return null;
  const [year, number] = [Number(match[1]), Number(match[2])];
  const from = mondayOfFirst(year) + (number - 1) * 7 * dayMs;
  return number >= 1 && from < mondayOfFirst(year + 1) ? { from, to: from + 7 * dayMs } : null;
}

/** The first week of a year is the one that holds its 4th of January. */
function mondayOfFirst(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  const sinceMonday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth - sinceMonday * dayMs;
}
