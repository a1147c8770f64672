/** Money is an integer number of cents; this is how people read it. */
export function formatCents(cents: number): string {
  return `${cents < 0 ? "-" : ""}${(Math.abs(cents) / 100).toFixed(2)}`;
}

const signs: Readonly<Record<string, (amount: string) => string>> = {
  EUR: (amount) => `${amount} €`,
  USD: (amount) => `$${amount}`,
  GBP: (amount) => `£${amount}`,
};

/** 4320, "EUR" -> "43.20 €"; in a currency without a sign of its own, its letters. */
export function formatMoney(cents: number, currency: string): string {
  const amount = formatCents(Math.abs(cents));
  return `${cents < 0 ? "-" : ""}${signs[currency]?.(amount) ?? `${amount} ${currency}`}`;
}
