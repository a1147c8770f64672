/** German. */
import type { Tongue } from "./tongue.ts";

const house = "harrow (?:&|und|and) finch(?:[ -]team)?";

export const german: Tongue = {
  language: "de",
  greeting: `(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|sehr geehrte damen und herren|sehr geehrtes team|liebes (?:team|${house})|liebe leute)(?: (?:zusammen|alle|team|liebes team|${house}))?`,
  farewell:
    "(?:(?:(?:vielen|besten|herzlichen|lieben) )?dank(?:e)?(?: schön| sehr| im voraus| vorab| und)*|danke|mfg|lg|vg|bg|gruß|grüße|bis bald|schönen (?:tag|abend)(?: noch)?)?(?: ?(?:mit )?(?:freundliche[nr]?|beste[nr]?|liebe[nr]?|herzliche[nr]?|viele[nr]?|schöne[nr]?) (?:grüße[n]?|gruß))?",
  pleasantries: [
    "(?:vielen|besten|herzlichen|lieben)? ?dank(?:e)?(?: schön| sehr)?(?: (?:im voraus|vorab))?(?: für (?:ihre|eure|die) (?:hilfe|mühe|(?:schnelle )?antwort|(?:schnelle )?lieferung))?",
    "danke(?: (?:schön|sehr))?(?: (?:im voraus|vorab))?",
    "(?:bitte )?(?:um (?:eine )?(?:kurze )?bestätigung|bestätigen sie (?:mir )?(?:das|dies)(?: bitte)?(?: kurz)?|geben sie (?:mir )?(?:bitte )?(?:kurz )?bescheid)(?: bitte)?",
    "(?:ich bitte|bitte) um (?:eine )?(?:kurze )?(?:bestätigung|rückmeldung)",
    "(?:entschuldigung|entschuldigen sie|sorry)(?: bitte)? (?:für )?die (?:umstände|mühe|unannehmlichkeiten)",
    "ich freue mich auf ihre antwort",
    "(?:ich hoffe,? )?(?:es geht ihnen|ihnen geht es) gut",
    "(?:sie|er|es|das|die ware|der artikel) (?:gefällt|passt) (?:mir|uns|mir leider|uns leider|leider)?(?: leider)? ?nicht",
    "(?:sie|er|es|das|die ware|der artikel) ist (?:mir |uns |leider )*zu (?:klein|groß|kurz|lang|schwer|hell|dunkel)",
    "(?:sie|er|es|die ware|der artikel) ist (?:unbenutzt|ungebraucht|originalverpackt|noch (?:in der )?(?:original)?verpackung|noch originalverpackt)",
    "ich habe (?:es|mich|mir es|es mir) anders überlegt",
  ],
  praise: [
    "(?:vielen|besten|herzlichen|lieben)? ?dank|danke(?: (?:schön|sehr))?",
    "(?:das paket|die bestellung|alles) ist (?:heute |gestern )?(?:gut )?(?:angekommen|da)",
    "(?:alles|das) (?:ist )?(?:super|prima|bestens|toll|wunderbar)",
  ],
  tokens: {
    wish: "(?:(?:hiermit )?(?:ich|wir) (?:möchten?|würden?|will|wollen)(?: (?:bitte|gerne?|hiermit))*|hiermit (?:möchte ich|möchten wir)|bitte|(?:können|könnten|würden) sie(?: bitte)?|(?:könnt|könntet|würdet) ihr(?: bitte)?)",
    numbered: "(?:,? (?:mit der )?(?:nummer|nr\\.?|bestellnummer))?:? ?(?:\\(?(?<order><number>)\\)?)?",
    order: "(?:(?:meine|die|unsere|diese) )?(?:(?:letzte|offene|aktuelle|gestrige) )?(?:bestellung|order)<numbered>",
    oforder: "(?:meiner|der|unserer|dieser)? ?(?:(?:letzten|offenen|aktuellen) )?(?:bestellung|order)<numbered>",
    parcel:
      "(?:(?:(?:meine|die|unsere) )?(?:bestellung|lieferung|sendung|ware)|(?:(?:mein|das|unser) )?(?:paket|päckchen))<numbered>",
    ofparcel:
      "(?:(?:(?:meiner|der|unserer) )?(?:bestellung|lieferung|sendung|ware)|(?:(?:meinem|dem|unserem|meines|des) )?(?:paket(?:e?s)?|päckchen))<numbered>",
    kindly: "(?: bitte| gerne?)*",
    reason:
      "(?:,? ?(?:(?:denn|weil|da) )?(?:(?<needless>(?:ich|wir) (?:brauchen?|benötigen?) (?:sie|es|ihn|das|die ware|den artikel) (?:doch )?nicht mehr|(?:ich|wir) (?:sie|es|ihn|das|die ware|den artikel) (?:doch )?nicht mehr (?:brauchen?|benötigen?)|(?:sie|es) wird nicht mehr (?:gebraucht|benötigt)|(?:sie|es) nicht mehr (?:gebraucht|benötigt) wird|nicht mehr benötigt)|(?<mistaken>(?:ich|wir) (?:habe |haben )?(?:(?:sie|es|ihn|das) (?:aus versehen|versehentlich|irrtümlich)|die falsche größe|die falsche farbe|das falsche|den falschen artikel) bestellt(?: habe| haben)?|ich habe mich (?:verklickt|vertan|geirrt)|ich mich (?:verklickt|vertan|geirrt) habe|(?:das|es) war ein versehen)))?",
    back: "(?:zurückgeben|zurücksenden|zurückschicken|retournieren)(?: und (?:das|mein) geld zurück(?:haben|bekommen|erhalten))?",
    now: "(?: (?:denn|eigentlich|jetzt|gerade|genau|bitte|nun))*",
  },
  sentences: [
    { asks: "cancel", pattern: "<wish> <order><kindly> (?:stornieren|canceln|abbestellen)<reason><end>" },
    { asks: "cancel", pattern: "(?:bitte )?(?:stornieren|canceln) sie<kindly> <order><kindly><reason><end>" },
    { asks: "cancel", pattern: "(?:bitte )?(?:storniert|storniere|cancelt)(?: bitte)? <order><kindly><reason><end>" },
    {
      asks: "cancel",
      pattern:
        "(?:hiermit )?(?:ich storniere|storniere ich|wir stornieren|stornieren wir)(?: hiermit)? <order><reason><end>",
    },
    {
      asks: "cancel",
      pattern: "(?:ich bitte|wir bitten|bitte) um (?:die )?stornierung (?:von )?<oforder><reason><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> (?<items>(?:(?!\\b(?:alles|ganze[nrs]?|bestellung)\\b)[^.!?,]){3,100}?) (?:aus|von) <oforder><kindly> <back><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> (?<items>(?:(?!\\b(?:nicht|alles|ganze[nrs]?|bestellung|order|aus|von)\\b)[^.!?,]){3,80}?)<kindly> <back><end>",
    },
    {
      asks: "return all",
      pattern:
        "<wish> (?:alles aus <oforder>|(?:die (?:ganze|gesamte|komplette) bestellung)<numbered>|<order>)<kindly> <back><end>",
    },
    {
      asks: "swap",
      pattern:
        "<wish> (?<item>(?:(?!\\b(?:nicht|oder)\\b)[^.!?,]){3,80}?)(?: (?:aus|von) <oforder>)?<kindly> gegen (?:die|den|das|eine|einen|ein) (?<to>(?:(?!\\b(?:nicht|oder)\\b)[^.!?,]){2,60}?)(?: ausführung| variante| version)?<kindly> (?:um)?tauschen<end>",
    },
    { asks: "whereabouts", pattern: "wo (?:ist|bleibt|steckt|befindet sich|bleiben|sind)<now> <parcel><now><end>" },
    { asks: "whereabouts", pattern: "wann (?:kommt|kommen|erhalte ich|bekomme ich)<now> <parcel><now>(?: an)?<end>" },
    {
      asks: "whereabouts",
      pattern: "wann wird<now> <parcel><now> (?:geliefert|zugestellt|verschickt|versandt|versendet|ankommen)<end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "(?:ist|wurde) <parcel>(?: schon| bereits)? (?:unterwegs|verschickt|versandt|versendet)(?: worden)?<end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "(?:(?:was|wie) ist der |wie lautet der )?(?:status|stand|lieferstatus|sendungsverfolgung|sendungsnummer)(?: (?:von|zu|für))? <ofparcel><end>",
    },
    { asks: "whereabouts", pattern: "(?:status|stand) (?:von |zu )?(?<order><number>)<end>" },
    {
      asks: "whereabouts",
      pattern:
        "(?:gibt es |haben sie )?(?:schon )?(?:etwas |was )?(?:neues|neuigkeiten|news)(?: (?:zu|von|über))? <ofparcel><end>",
    },
    {
      asks: "whereabouts",
      pattern: "<parcel> ist (?:leider )?(?:immer )?noch nicht (?:da|angekommen|gekommen|geliefert worden)<end>",
    },
    { asks: "whereabouts", pattern: "(?:können|könnten) sie mir (?:bitte )?sagen,? wo <parcel> (?:ist|bleibt)<end>" },
    { asks: "whereabouts of all", pattern: "wo (?:sind|bleiben)<now> meine (?:bestellungen|pakete|sendungen)<end>" },
  ],
  naming:
    "(?:es ist |es geht um |das ist |ich meine |gemeint ist )?(?:(?:die|meine) )?(?:(?:bestellung|bestellnummer|nummer|nr\\.?)(?: (?:ist|lautet))?:? ?)?(?<order><number>)<end>",
  reason: "<reason><end>",
  nouns: {
    and: ",? und |, | & |; ",
    article: "die|den|das|der|meine|meinen|mein|unsere|unseren|unser|diese|diesen|dieses",
    counts: { ein: 1, eine: 1, einen: 1, zwei: 2, beide: 2, drei: 3 },
    anything: "artikel|ware|produkt|sendung|lieferung",
    afterVersion: "größe|farbe",
  },
};
