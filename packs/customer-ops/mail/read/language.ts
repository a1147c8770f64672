/**
 * Which language a letter is in, by its small words: enough to choose a template, and to tell a person what they are about to read.
 *
 * Invariant: says English where it is not sure. A short letter in another language may count as English; it is never the other way round for a
 * letter of more than a few English words.
 */
export const languages = ["en", "de", "fr", "es", "it", "nl", "pl"] as const;
export type Language = (typeof languages)[number];

export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  de: "German",
  fr: "French",
  es: "Spanish",
  it: "Italian",
  nl: "Dutch",
  pl: "Polish",
};

const smallWords: Readonly<Record<Language, string>> = {
  en: "the and is my i to of for it you please not have was this that with in can order thank thanks would on be we your but just hi dear",
  de: "ich die der das und ist nicht bitte meine mein bestellung zu den ein eine für mit auf habe sie wir es noch danke ihnen von aber wurde möchte kann sehr geehrte hallo",
  fr: "je le la les et est ne pas ma mon commande un une pour avec vous de du des nous merci bonjour que ce suis ai été mais sur votre voudrais",
  es: "el la los las y es no mi pedido un una por para con que de lo me gracias hola estoy ha he quiero muy pero su usted buenos días quisiera",
  it: "il lo la gli e è non mio ordine un una per con che di mi grazie ciao buongiorno sono ho ma vorrei",
  nl: "ik de het een en is niet mijn bestelling voor met van dat u graag dank hallo heb maar zijn wil kan",
  pl: "nie i w na z do jest moje zamówienie proszę dzień dobry dziękuję się że to mam chcę ale już czy od mi",
};

const sets = languages.map((language) => ({ language, words: new Set(smallWords[language].split(" ")) }));
/** Words of other languages that a letter must have before it is not taken for English. */
const enough = 2;

export function languageOf(text: string): Language {
  const words = text
    .slice(0, 4_000)
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
  const [best, second] = sets
    .map(({ language, words: known }) => ({ language, hits: words.filter((word) => known.has(word)).length }))
    .sort((one, other) => other.hits - one.hits);
  if (best === undefined || best.hits < enough || best.hits === second?.hits) return "en";
  return best.language;
}
