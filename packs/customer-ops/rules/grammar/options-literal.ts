/**
 * Reads the `{'color': 'black', 'size': 'M'}` in which tickets state options and addresses.
 *
 * Boundary: text to a map of strings; the meaning of keys and values is the resolvers' affair.
 * Invariants:
 * 1. Keys are unique and not empty; no escapes, no nesting, no other spelling of the same literal.
 * 2. Values are kept to the letter.
 */
import { clear, type Reading, unclear } from "../reading.ts";

const text = `(?:'[^'{}\\\\\\n\\r\\t]*'|"[^"{}\\\\\\n\\r\\t]*")`;
const entryPattern = new RegExp(`(${text}): (${text})(, |$)`, "y");

export function readOptionsLiteral(literal: string): Reading<ReadonlyMap<string, string>> {
  const body = literal.slice(1, -1);
  if (literal !== `{${body}}`) return unclear(`${literal} is not a list of options.`);
  const options = new Map<string, string>();
  let at = 0;
  let continues = false;
  while (at < body.length) {
    entryPattern.lastIndex = at;
    const [whole, key, value, separator] = entryPattern.exec(body) ?? [];
    if (whole === undefined || key === undefined || value === undefined)
      return unclear(`${literal} is not a list of options.`);
    const name = key.slice(1, -1);
    if (name === "" || options.has(name)) return unclear(`${literal} states "${name}" more than once, or as nothing.`);
    options.set(name, value.slice(1, -1));
    at += whole.length;
    continues = separator === ", ";
  }
  return continues ? unclear(`${literal} breaks off.`) : clear(options);
}
