/** French. */
import type { Tongue } from "./tongue.ts";

const house = "harrow (?:&|et|and) finch";

export const french: Tongue = {
  language: "fr",
  greeting: `(?:bonjour|bonsoir|salut|madame,? monsieur|chère équipe|cher (?:service|${house}))(?: (?:à tous|à toutes et à tous|madame|monsieur|l'équipe|toute l'équipe|${house}))?`,
  farewell:
    "(?:(?:un grand )?merci(?: beaucoup| d'avance| et)*|(?:bien )?cordialement|bien à vous|sincèrement|bonne (?:journée|soirée)|à bientôt|salutations)?(?: ?(?:bien |très )?(?:cordialement|(?:cordiales|sincères|meilleures) salutations|bonne journée|à vous))?",
  pleasantries: [
    "(?:un grand )?merci(?: beaucoup| bien| d'avance| par avance| à vous)*(?: (?:pour|de) (?:votre (?:aide|réponse|compréhension)|la livraison rapide))?",
    "merci de (?:me |nous )?(?:le )?confirmer(?: l'annulation| le retour)?(?: par retour de mail)?",
    "(?:je vous prie de m'excuser|désolée?|toutes mes excuses) (?:pour|de) (?:le dérangement|ce dérangement)",
    "(?:dans l'attente de|j'attends) votre (?:réponse|retour)",
    "j'ai changé d'avis",
    "(?:il|elle|l'article) (?:ne me (?:plaît|convient) pas|ne (?:plaît|convient) pas)",
    "(?:il|elle|l'article) est (?:un peu |beaucoup |bien )?trop (?:petite?|grande?|courte?|longue?|long|lourde?|claire?|sombre)",
    "(?:il|elle|l'article) (?:n'a pas (?:été|servi)|n'a jamais servi|est (?:neuf|neuve|encore (?:dans son emballage|emballée?)))",
    "bonne (?:journée|soirée|semaine)",
  ],
  praise: [
    "(?:un grand )?merci(?: beaucoup| bien| à vous)?",
    "(?:le colis|ma commande|tout) est bien arrivée?(?: aujourd'hui| hier)?",
    "(?:tout est |c'est )?(?:parfait|super|très bien|magnifique)",
  ],
  tokens: {
    wish: "(?:s'il vous plaît,? )?(?:je (?:voudrais|souhaite|souhaiterais|veux|désire)|nous (?:voudrions|souhaitons|souhaiterions|voulons)|j'aimerais|nous aimerions|(?:pouvez|pourriez)-vous|merci(?: de bien vouloir| de)|veuillez)(?: s'il vous plaît)?",
    numbered: "(?: (?:numéro|n°|nº|no\\.?|n))?:? ?(?:\\(?(?<order><number>)\\)?)?",
    order: "(?:(?:ma|la|notre|cette) )?(?:dernière )?commande<numbered>",
    parcel: "(?:(?:(?:ma|la|notre) )?(?:commande|livraison)|(?:(?:mon|le|notre) )?colis)<numbered>",
    ofparcel:
      "(?:(?:de |sur |pour )?(?:(?:ma|la|notre) )?(?:commande|livraison)|(?:(?:de |sur )?(?:mon|notre) |du )?colis)<numbered>",
    please: "(?:,? (?:s'il vous plaît|svp|s\\.v\\.p\\.|merci))?",
    reason:
      "(?:,? ?(?:(?:car|parce que|puisque) )?(?:(?<needless>(?:je n'en ai|nous n'en avons) plus besoin|elle n'est plus (?:nécessaire|utile)|(?:je n'en veux|nous n'en voulons) plus)|(?<mistaken>(?:je l'ai|nous l'avons) (?:passée|commandée) par erreur|je me suis trompée?(?: de (?:taille|modèle|couleur|article))?|c'(?:était|est) une erreur)))?",
  },
  sentences: [
    { asks: "cancel", pattern: "<wish> annuler <order><please><reason><please><end>" },
    { asks: "cancel", pattern: "(?:s'il vous plaît,? )?annulez(?: s'il vous plaît)? <order><please><reason><end>" },
    { asks: "cancel", pattern: "j'annule <order><reason><end>" },
    {
      asks: "cancel",
      pattern: "(?:je (?:demande|souhaite|voudrais)|merci de procéder à) l'annulation de <order><reason><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> (?:vous )?(?:retourner|renvoyer|rendre) (?<items>(?:(?!\\b(?:tout|toute|pas|commande)\\b)[^.!?,]){3,100}?) de <order>(?: et (?:être remboursée?|obtenir (?:un|le) remboursement))?<please><end>",
    },
    {
      asks: "return",
      pattern:
        "<wish> (?:vous )?(?:retourner|renvoyer|rendre) (?<items>(?:(?!\\b(?:tout|toute|pas|commande|et|de)\\b)[^.!?,]){3,80}?)(?: et (?:être remboursée?|obtenir (?:un|le) remboursement))?<please><end>",
    },
    { asks: "return all", pattern: "<wish> (?:vous )?(?:retourner|renvoyer) (?:toute )?<order><please><end>" },
    {
      asks: "swap",
      pattern:
        "<wish> échanger (?<item>(?:(?!\\b(?:pas|ou)\\b)[^.!?,]){3,80}?)(?: de <order>)? (?:contre|pour) (?:la|le|une|un) (?:version |modèle )?(?<to>(?:(?!\\b(?:pas|ou)\\b)[^.!?,]){2,60}?)<please><end>",
    },
    { asks: "whereabouts", pattern: "où (?:est|se trouve|en est) <parcel><please><end>" },
    { asks: "whereabouts", pattern: "où (?:est|en est) passée? <parcel><end>" },
    {
      asks: "whereabouts",
      pattern: "quand (?:arrive|arrivera|sera (?:livrée?|expédiée?)|est-ce qu'arrive) <parcel><please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "quand (?:est-ce que )?<parcel> (?:arrive|arrivera|va arriver|arrivera-t-(?:il|elle)|sera(?:-t-(?:il|elle))? (?:livrée?|expédiée?))<please><end>",
    },
    {
      asks: "whereabouts",
      pattern: "(?:quel est le |le )?(?:statut|état|suivi|numéro de suivi) <ofparcel><please><end>",
    },
    { asks: "whereabouts", pattern: "statut (?:de )?(?<order><number>)<end>" },
    { asks: "whereabouts", pattern: "(?:avez-vous )?(?:des |du )?(?:nouvelles|nouveau) <ofparcel><please><end>" },
    {
      asks: "whereabouts",
      pattern: "(?:est-ce que )?<parcel>(?: a-t-(?:il|elle)| a) (?:déjà )?été (?:envoyée?|expédiée?)<end>",
    },
    { asks: "whereabouts", pattern: "<parcel> n'est (?:pas encore|toujours pas) arrivée?<end>" },
    { asks: "whereabouts", pattern: "(?:je n'ai|nous n'avons) (?:pas encore|toujours pas) reçu <parcel><end>" },
    { asks: "whereabouts of all", pattern: "où (?:sont|en sont) mes (?:commandes|colis)<end>" },
  ],
  naming:
    "(?:c'est |il s'agit de |je parle de )?(?:(?:ma|la) )?(?:(?:commande|numéro(?: de commande)?|n°|nº)(?: est)?(?: :|:)? ?)?(?:(?:le|la) )?(?<order><number>)<end>",
  reason: "<reason><end>",
  nouns: {
    and: ",? et |, | & |; ",
    article: "le|la|les|l'|mon|ma|mes|notre|nos|ce|cet|cette|ces",
    counts: { un: 1, une: 1, deux: 2, trois: 3 },
    anything: "article|produit|colis|marchandise",
    afterVersion: "taille|couleur",
  },
};
