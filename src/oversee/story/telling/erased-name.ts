/** What is left to say of an effect whose content was erased: what kind of thing it was, and how much it moved. */
import { formatMoney } from "../../../kernel/money.ts";
import { capital, plainName } from "./brief.ts";

/** "Payments: refund of $53.85 (erased)", "Letters: send (erased)". */
export function erasedName(
  contract: string,
  money: { readonly cents: number; readonly currency: string } | null,
): string {
  const what = contract.split(".").map(plainName).join(": ");
  return `${capital(what)}${money === null ? "" : ` of ${formatMoney(money.cents, money.currency)}`} (erased)`;
}
