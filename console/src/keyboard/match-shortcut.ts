/** Which shortcut a key press means; also two in a row, as in "g i". Pure: the moments are passed in. */
export interface Press {
  readonly key: string;
  readonly at: number;
}

const sequenceMs = 1_200;

/**
 * @param combos as written: "j", "?", "Escape", "g i"
 * @returns the combo that is complete with the last press; longer ones win
 */
export function matchShortcut(combos: readonly string[], presses: readonly Press[]): string | null {
  const last = presses.at(-1);
  if (!last) return null;
  const before = presses.at(-2);
  const inTime = before !== undefined && last.at - before.at <= sequenceMs;
  const pair = inTime ? combos.find((combo) => isPair(combo, before.key, last.key)) : undefined;
  return pair ?? combos.find((combo) => combo === nameOf(last.key)) ?? null;
}

function isPair(combo: string, first: string, second: string): boolean {
  const [one, two] = combo.split(" ");
  return two !== undefined && one === nameOf(first) && two === nameOf(second);
}

/** Letters in lower case, so that caps lock changes nothing; other keys as they are. */
function nameOf(key: string): string {
  return key.length === 1 ? key.toLowerCase() : key;
}
