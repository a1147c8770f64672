/** Amounts of money in words: whole cents in, and two decimals out. Made by hand, so that it is the same on every machine. */

/** How a language writes numbers: between thousands, and before the cents. */
const marks = {
  en: [",", "."],
  de: [".", ","],
  fr: ["\u202f", ","],
  es: [".", ","],
  it: [".", ","],
} as const satisfies Readonly<Record<string, readonly [thousands: string, decimal: string]>>;

export type MoneyLanguage = keyof typeof marks;

const signs: Readonly<Record<string, string>> = { EUR: "€", USD: "$", GBP: "£" };
/** In English these stand before the amount. */
const leading: ReadonlySet<string> = new Set(["$", "£"]);

/**
 * The one way in which amounts are written for people: 490000, "USD" -> "$4,900.00"; 4320, "EUR" -> "43.20 €"; in German "4.900,00 $". A currency without a sign
 * of its own has its letters.
 * @param currency three letters; null where it is not known: then the amount alone
 */
export function formatMoney(cents: number, currency: string | null, language: MoneyLanguage = "en"): string {
  const [thousands, decimal] = marks[language];
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(?:\d{3})+$)/g, thousands);
  const amount = `${whole}${decimal}${String(Math.abs(cents) % 100).padStart(2, "0")}`;
  const minus = cents < 0 ? "-" : "";
  if (currency === null) return minus + amount;
  const sign = signs[currency] ?? currency;
  return language === "en" && leading.has(sign) ? `${minus}${sign}${amount}` : `${minus}${amount} ${sign}`;
}
