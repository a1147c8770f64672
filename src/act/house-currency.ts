/**
 * What amounts are of where nothing else says it: `amountCents` in a wish, `askAboveCents` in a policy. A definition of its own, for one business counts in one currency.
 *
 * Boundary: for people's eyes alone. What an effect moves says its contract's `money`.
 */
import { PraxisError } from "../kernel/errors.ts";

export interface HouseCurrency {
  readonly kind: "currency";
  /** Three letters, such as "EUR". */
  readonly name: string;
}

/** @throws bad_currency */
export function currency(name: string): HouseCurrency {
  if (!/^[A-Z]{3}$/.test(name)) {
    throw new PraxisError("bad_currency", `"${name}" is no currency`, {
      next: 'Give its three letters by ISO 4217, such as "EUR"; nothing was loaded.',
    });
  }
  return { kind: "currency", name };
}
