/** Which level is in force where. Pure. */
import type { Loaded } from "../../../api/types.ts";

export interface LevelInForce {
  readonly level: string;
  /** Set for this very process or contract; otherwise it is what holds above. */
  readonly isOwn: boolean;
}

export function levelOfProcess(
  { levels, defaultLevel }: Pick<Loaded, "levels" | "defaultLevel">,
  process: string,
): LevelInForce {
  const own = levels.find((each) => each.process === process && each.contract === null);
  return own ? { level: own.level, isOwn: true } : { level: defaultLevel, isOwn: false };
}

/** What holds there where nothing nearer is set. */
export function levelAbove(
  loaded: Pick<Loaded, "levels" | "defaultLevel" | "levelOfCode">,
  process: string | null,
  contract: string | null,
): string {
  if (process === null) return loaded.levelOfCode;
  return contract === null ? loaded.defaultLevel : levelOfProcess(loaded, process).level;
}

export function exceptionsOf(
  { levels }: Pick<Loaded, "levels">,
  process: string,
): readonly { contract: string; level: string }[] {
  return levels
    .flatMap(({ process: of, contract, level }) => (of === process && contract !== null ? [{ contract, level }] : []))
    .sort((one, other) => one.contract.localeCompare(other.contract));
}
