/** What happened in the last hour, in a line. Pure. */
import type { Counts } from "../../api/types.ts";

/** "57 handled in the last hour, 9 refunds, 1 unknown" */
export function justNow({ lastHour, unknownEffects }: Pick<Counts, "lastHour" | "unknownEffects">): string {
  const { done, moved } = lastHour;
  const handled = done === 0 ? "Nothing was handled in the last hour" : `${done} handled in the last hour`;
  const payments = moved.map(({ contract, count }) => `${count} ${nameOf(contract)}${count === 1 ? "" : "s"}`);
  const unknown = unknownEffects === 0 ? [] : [`${unknownEffects} unknown`];
  return [handled, ...payments, ...unknown].join(", ");
}

/** "payments.refund" -> "refund" */
function nameOf(contract: string): string {
  return contract.split(".").at(-1) ?? contract;
}
