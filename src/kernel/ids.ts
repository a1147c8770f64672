/**
 * Time-ordered ids: 48 bits of milliseconds and 64 random bits, as 23 letters of Crockford's base 32, so that sorting by
 * id is sorting by time and an index grows at its end.
 */
import type { Clock } from "./clock.ts";
import { digestText } from "./json.ts";
import type { Random } from "./random.ts";

const letters = "0123456789abcdefghjkmnpqrstvwxyz";

export type NewId = () => string;

export function idSource(clock: Clock, random: Random): NewId {
  return () => encodeTime(clock.now()) + encodeBytes(random.bytes(8));
}

/** An id that is the same whenever it is computed again from the same parts. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return digestText(JSON.stringify(parts)).slice(0, 24);
}

function encodeTime(ms: number): string {
  let rest = ms;
  let text = "";
  for (let index = 0; index < 10; index++) {
    text = letters.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += letters.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + letters.charAt((value << (5 - bits)) & 31) : text;
}
