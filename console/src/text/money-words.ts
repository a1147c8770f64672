/** Amounts of money: whole cents in, words out; written as the server writes them. */

let house: string | null = null;

/** What amounts are of that do not say theirs: known from the server once somebody is signed in. */
export function countIn(currency: string | null): void {
  house = currency;
}

const signs: Readonly<Record<string, string>> = { EUR: "€", USD: "$", GBP: "£" };
const leading: ReadonlySet<string> = new Set(["$", "£"]);

/** "$1,204.50", "1,204.50 €", "1,204.50 CHF"; the amount alone only where nobody has said what it is of. */
export function moneyText(cents: number, currency: string | null = house): string {
  const amount = (Math.abs(cents) / 100).toLocaleString("en-GB", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const minus = cents < 0 ? "-" : "";
  if (currency === null) return minus + amount;
  const sign = signs[currency] ?? currency;
  return leading.has(sign) ? `${minus}${sign}${amount}` : `${minus}${amount} ${sign}`;
}

/** @returns null where the text is not an amount with at most two decimals */
export function readMoney(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text.replaceAll(/[\s']/g, ""));
  if (match === null) return null;
  const [, minus, whole, decimals = ""] = match;
  const cents = Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  return minus === "-" ? -cents : cents;
}
