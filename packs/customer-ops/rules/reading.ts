/**
 * The outcome of reading one thing: clear, or unclear with a reason for a person.
 *
 * Boundary: shared by the grammar and the resolvers; knows neither the shop nor wishes.
 */
export type Reading<T> = { clear: true; value: T } | { clear: false; why: string };

export function clear<T>(value: T): Reading<T> {
  return { clear: true, value };
}

export function unclear(why: string): { clear: false; why: string } {
  return { clear: false, why };
}

/** Reads all or nothing: the first unclear part makes the whole unclear. */
export function readAll<S, T>(sources: readonly S[], read: (source: S) => Reading<T>): Reading<T[]> {
  const values: T[] = [];
  for (const source of sources) {
    const reading = read(source);
    if (!reading.clear) return reading;
    values.push(reading.value);
  }
  return clear(values);
}
