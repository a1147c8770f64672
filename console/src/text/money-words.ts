/** Amounts of money: whole cents in, words out. */

/** "1,204.50 €"; without a currency "1,204.50", for a shop that has one only. */
export function moneyText(cents: number, currency?: string): string {
  const digits = (cents / 100).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  if (currency === undefined) return digits;
  return `${digits} ${symbols[currency] ?? currency}`;
}

/** @returns null where the text is not an amount with at most two decimals */
export function readMoney(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text.replaceAll(/[\s']/g, ""));
  if (match === null) return null;
  const [, minus, whole, decimals = ""] = match;
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return minus === "-" ? -cents : cents;
}

const symbols: Readonly<Record<string, string>> = { EUR: "€", USD: "$", GBP: "£", CHF: "CHF" };
