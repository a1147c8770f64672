/** Effects as an expectation names them. */
import type { EffectStatus } from "../../act/effects/effect-events.ts";

/** A contract, and where its effect should stand. */
export type NamedEffect = readonly [contract: { readonly name: string }, status: EffectStatus];

export interface Named {
  readonly contract: string;
  readonly status: EffectStatus;
}

export function statusList(effects: readonly Named[]): string {
  return effects.map(({ contract, status }) => `${contract} ${status}`).join(", ") || "none";
}

export function matches(text: string, wanted: RegExp | string): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
}
