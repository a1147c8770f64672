/** An amount that a click copies. */
import { moneyText } from "../../text/money-words.ts";
import { Copyable } from "../controls/copyable.tsx";

export function Money({ cents, currency }: { cents: number; currency?: string }) {
  const text = moneyText(cents, currency);
  return <Copyable value={text} shown={text} what="amount" />;
}
