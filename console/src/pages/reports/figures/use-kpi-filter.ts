/** What the figures are asked for, from the address and the zone in which the viewer reads times. */
import { useZone } from "../../../preferences/zone.ts";
import type { Filters } from "../../../search.ts";
import type { KpiFilter } from "../reports-options.ts";

export const weeksAtFirst = "12";

export function useKpiFilter({ process, account, weeks = weeksAtFirst }: Filters): KpiFilter {
  const zone = useZone() === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { process, account, weeks, zone };
}
