/** The part of an address behind `?` as plain texts, so that an address can be read, written by hand and made by the server. */
export type Filters = Readonly<Record<string, string | undefined>>;

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(readFilters(search))) {
    if (value !== undefined) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Only what is set: an empty filter is none. */
export function readFilters(search: Readonly<Record<string, unknown>>): Filters {
  const set = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
