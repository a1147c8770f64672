/** Amounts of money in words: whole cents in, and two decimals out, the same on every machine. */

/** "1,204.50 EUR"; without a currency "1,204.50", where it is known to whoever reads it. */
export function amountText(cents: number, currency?: string): string {
  const digits = (cents / 100).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency === undefined ? digits : `${digits} ${currency}`;
}
