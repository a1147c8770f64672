/**
 * Sentences that ask for nothing and change nothing: thanks, hopes, and reasons that the shop does not weigh.
 *
 * Invariant: a closed list, matched whole. A sentence with any other word in it is not a pleasantry, so that no condition, doubt or second
 * thought is ever skipped.
 */
const because = "(?:because |as |since )?";
const thing = "(?:it|they|them|this|the \\w+(?: \\w+)?)";

const asksNothing = [
  "(?:many |with )?(?:thanks|thank you)(?: so much| very much| a lot| again| in advance| already)*(?: for (?:your|the) (?:help|time|quick (?:reply|answer|help)|kind help|fast (?:delivery|shipping)|reply|answer))?",
  "i hope (?:you are|this finds you|you are all|everybody is) (?:well|doing well)",
  "(?:i am |i'm )?sorry for the (?:trouble|inconvenience|bother|hassle|extra work)",
  "(?:i )?look(?:ing)? forward to (?:hearing from you|your (?:answer|reply))",
  "please (?:confirm|let me know)(?: when (?:it is|this is|that is) done| that this is done| briefly)?",
  "(?:please )?let me know when (?:it is|this is|that is) done",
  "have a (?:nice|great|good|lovely) (?:day|week|weekend|evening)",
  "i (?:really )?(?:love|like) your shop",
  "(?:the rest|everything else) is (?:lovely|great|fine|perfect|wonderful)",
  `${because}i(?: have|'ve)? changed my mind`,
  `${because}${thing} (?:is|are|was|were) (?:a bit |a little |far |much |way )?too (?:small|big|large|short|long|heavy|bright|dark)(?: for (?:us|me|my (?:kitchen|garden|balcony|sofa|living room|hall)))?`,
  `${because}${thing} (?:does not|doesn't|do not|don't) (?:fit|match|suit)(?: (?:the|my|our) \\w+)?`,
  `${because}${thing} (?:is|was|are|were) not (?:quite )?what i (?:expected|imagined|hoped for|had in mind)`,
  `${because}i (?:do not|don't) like the (?:colour|color)`,
  `${thing} (?:is|are) (?:unused|unworn|as new|still in (?:its|the) (?:box|packaging)|in the original (?:box|packaging))`,
  "i am a bit (?:sad|late) about (?:it|that)",
];
const pleasantry = new RegExp(`^(?:${asksNothing.join("|")})[.!]*$`, "i");

const kindWords = [
  "thanks?|thank you",
  "(?:the|my) (?:parcel|order|package) (?:arrived|came|is here)(?: today| yesterday| this morning| safely)?",
  "(?:the|my) \\w+(?: \\w+)? (?:is|are|looks?) (?:lovely|great|wonderful|beautiful|perfect|gorgeous)",
  "just wanted to say (?:thank you|thanks)",
  "(?:what a |such a )?(?:great|lovely|wonderful) (?:shop|service|team)",
  "you (?:are|made my day)(?: great| the best| wonderful)?",
];
const praise = new RegExp(`^(?:${kindWords.join("|")})(?:,? (?:thank you|thanks)(?: so much| very much)?)?[.!]*$`, "i");

export function asksForNothing(sentence: string): boolean {
  return pleasantry.test(sentence);
}

/** Words of thanks. A letter of nothing else needs no answer. */
export function isPraise(sentence: string): boolean {
  return praise.test(sentence) || pleasantry.test(sentence);
}
