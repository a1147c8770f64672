/** Italian. */
import type { Tongue } from "./tongue.ts";

const house = "harrow (?:&|e|and) finch";

export const italian: Tongue = {
  language: "it",
  greeting: `(?:buongiorno|buonasera|buon giorno|buona sera|salve|ciao|gentili signori|gentile (?:team|servizio clienti)|spett\\.le ${house})(?: (?:a tutti|team|${house}))?`,
  farewell:
    "(?:(?:molte |mille |tante )?grazie(?: mille| in anticipo| e)*|cordialmente|a presto|buona (?:giornata|serata))?(?: ?(?:(?:cordiali|distinti|cari|i migliori) saluti|saluti|un (?:cordiale )?saluto|buona giornata))?",
  pleasantries: [
    "(?:molte |mille |tante )?grazie(?: mille| in anticipo)?(?: per (?:l'aiuto|la risposta|la disponibilità|il vostro aiuto))?",
    "(?:attendo|resto in attesa di) (?:una )?(?:vostra )?(?:conferma|risposta)",
    "(?:vi prego di confermare|confermatemi)(?: per favore)?",
    "(?:mi scuso|scusate|mi dispiace) per il disturbo",
    "ho cambiato idea",
    "(?:è|mi sta) (?:un po' |troppo )+(?:piccol[oa]|grande|cort[oa]|lung[oa]|pesante|scur[oa]|chiar[oa])",
    "non mi piace(?: il colore)?",
    "(?:è|l'articolo è) (?:nuov[oa]|mai usat[oa]|ancora (?:imballat[oa]|nella confezione))",
  ],
  praise: [
    "(?:molte |mille |tante )?grazie(?: mille)?",
    "(?:il pacco|l'ordine|tutto) è arrivato(?: bene| oggi| ieri)*",
    "(?:tutto )?(?:perfetto|ottimo|benissimo)",
  ],
  tokens: {
    wish: "(?:per favore,? )?(?:vorrei|vorremmo|voglio|vogliamo|desidero|desideriamo|(?:potete|potreste|può|potrebbe)(?:,? per (?:favore|cortesia),?)?|vi (?:prego|chiedo) di|chiedo di)",
    numbered: "(?: (?:numero|n\\.?|n°|nº|nr\\.?))?:? ?(?:\\(?(?<order><number>)\\)?)?",
    order: "(?:(?:il mio|il nostro|questo|mio) |l')?(?:ultimo )?ordine<numbered>",
    oforder: "(?:(?:del mio|del nostro|di questo) |dell')?(?:ultimo )?ordine<numbered>",
    parcel:
      "(?:(?:(?:il mio|il nostro|mio) |l')?(?:ordine)|(?:(?:il mio|il nostro) |il )?pacco|la (?:mia )?spedizione)<numbered>",
    ofparcel:
      "(?:(?:(?:(?:del|sul|per il) (?:mio|nostro)) |(?:dell'|sull'))?ordine|(?:(?:del|sul) (?:mio|nostro) |del |sul )pacco|(?:della|sulla) (?:mia )?spedizione)<numbered>",
    please: "(?:,? (?:per (?:favore|cortesia)|grazie))?",
    reason:
      "(?:,? ?(?:(?:perché|poiché|dato che) )?(?:(?<needless>non (?:mi|ci) serve più|non (?:ne ho|ne abbiamo) più bisogno|non lo (?:voglio|vogliamo) più)|(?<mistaken>(?:l'ho (?:fatto|ordinato)|è stato (?:fatto|ordinato)) per (?:sbaglio|errore)|ho sbagliato (?:modello|taglia|colore|articolo)|mi sono sbagliat[oa]|è stato un errore)))?",
    refund: "(?: e (?:avere|ricevere|ottenere) (?:il|un) rimborso)?",
  },
  sentences: [
    { asks: "cancel", pattern: "<wish> (?:annullare|cancellare|disdire) <order><please><reason><please><end>" },
    {
      asks: "cancel",
      pattern: "(?:per favore,? )?(?:annullate|cancellate|annulli|cancelli) <order><please><reason><please><end>",
    },
    { asks: "cancel", pattern: "(?:chiedo|richiedo) l'annullamento <oforder><reason><end>" },
    {
      asks: "return",
      pattern:
        "<wish> (?:restituire|rendere|rimandare|rispedire) (?<items>(?:(?!\\b(?:tutto|tutta|non|ordine)\\b)[^.!?,]){3,100}?) <oforder><refund><please><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> (?:restituire|rendere|rimandare|rispedire) (?<items>(?:(?!\\b(?:tutto|tutta|non|ordine|e|di|del)\\b)[^.!?,]){3,80}?)<refund><please><end>",
    },
    {
      asks: "return all",
      pattern: "<wish> (?:restituire|rimandare|rispedire) (?:tutto )?<order><refund><please><end>",
    },
    {
      asks: "swap",
      pattern:
        "<wish> (?:cambiare|scambiare|sostituire) (?<item>(?:(?!\\b(?:non|o|indirizzo)\\b)[^.!?,]){3,80}?)(?: <oforder>)? con (?:la|il|una|un) (?:versione |modello )?(?<to>(?:(?!\\b(?:non|o)\\b)[^.!?,]){2,60}?)<please><end>",
    },
    { asks: "whereabouts", pattern: "(?:dov'è|dove è|dove si trova) <parcel><please><end>" },
    {
      asks: "whereabouts",
      pattern:
        "quando (?:arriva|arriverà|sarà (?:consegnat[oa]|spedit[oa])|viene (?:consegnat[oa]|spedit[oa])) <parcel><please><end>",
    },
    {
      asks: "whereabouts",
      pattern: "(?:qual è lo |a che punto è lo )?(?:stato|tracking|numero di tracking) <ofparcel><please><end>",
    },
    { asks: "whereabouts", pattern: "a che punto è <parcel><please><end>" },
    { asks: "whereabouts", pattern: "stato (?:di )?(?<order><number>)<end>" },
    { asks: "whereabouts", pattern: "(?:ci sono |avete )?(?:novità|notizie|aggiornamenti) <ofparcel><please><end>" },
    { asks: "whereabouts", pattern: "<parcel> (?:è (?:già )?stat[oa] spedit[oa]|è (?:già )?partit[oa])<end>" },
    { asks: "whereabouts", pattern: "<parcel> non è (?:ancora|mai) arrivat[oa]<end>" },
    { asks: "whereabouts", pattern: "non (?:ho|abbiamo) ancora ricevuto <parcel><end>" },
    { asks: "whereabouts of all", pattern: "dove sono i miei (?:ordini|pacchi)<end>" },
  ],
  naming:
    "(?:è |si tratta (?:di|del) |intendo )?(?:(?:il|l'|il mio) ?)?(?:(?:ordine|numero(?: (?:d'ordine|dell'ordine))?|n\\.?|n°)(?: è)?:? ?)?(?:(?:il|l') ?)?(?<order><number>)<end>",
  reason: "<reason><end>",
  nouns: {
    and: ",? e |, | & |; ",
    article: "il|lo|la|i|gli|le|l'|il mio|la mia|questo|questa",
    counts: { un: 1, uno: 1, una: 1, due: 2, tre: 3 },
    anything: "articolo|prodotto|pacco|merce",
    afterVersion: "taglia|colore",
  },
};
