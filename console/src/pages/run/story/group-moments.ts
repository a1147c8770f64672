/** Moments as they are listed: day by day, and what was only looked up in a row taken together. Pure. */
import type { Moment } from "../../../api/types.ts";
import { dayOf, type Zone } from "../../../text/time-words.ts";

export type Entry =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "moment"; readonly key: string; readonly moment: Moment }
  | { readonly kind: "reads"; readonly key: string; readonly moments: readonly Moment[] };

/** Fewer than this are shown one by one. */
const fewestTogether = 3;

export function groupMoments(moments: readonly Moment[], zone: Zone): readonly Entry[] {
  const entries: Entry[] = [];
  let day = "";
  let reads: Moment[] = [];
  const closeReads = (): void => {
    if (reads.length < fewestTogether) entries.push(...reads.map(entryOf));
    else entries.push({ kind: "reads", key: `reads-${reads[0]?.number}`, moments: reads });
    reads = [];
  };
  for (const moment of moments) {
    const its = dayOf(moment.at, zone);
    const isNewDay = its !== day;
    if (isNewDay || moment.kind !== "read") closeReads();
    if (isNewDay) entries.push({ kind: "day", key: `day-${moment.number}`, at: moment.at });
    day = its;
    if (moment.kind === "read") reads.push(moment);
    else entries.push(entryOf(moment));
  }
  closeReads();
  return entries;
}

function entryOf(moment: Moment): Entry {
  return { kind: "moment", key: String(moment.number), moment };
}
