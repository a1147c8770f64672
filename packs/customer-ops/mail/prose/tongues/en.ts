/** English. */
import type { Tongue } from "./tongue.ts";

const because = "(?:because |as |since )?";
const thing = "(?:it|they|them|this|the \\w+(?: \\w+)?)";
const house = "harrow (?:&|and) finch(?: team)?";

export const english: Tongue = {
  language: "en",
  greeting: `(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day))(?: (?:there|all|team|everyone|folks|sir or madam|support|${house}|customer (?:service|care)))?`,
  farewell:
    "(?:(?:with )?(?:best|kind|warm)(?: wishes| regards)?|regards|many thanks|thanks|thank you|thanks (?:a lot|again|in advance)|cheers|yours(?: sincerely| truly| faithfully)?|sincerely|greetings|all the best|have a (?:nice|great|good|lovely) (?:day|week|weekend|evening))(?: and (?:best|kind) regards)?",
  pleasantries: [
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
  ],
  praise: [
    "thanks?|thank you",
    "(?:the|my) (?:parcel|order|package) (?:arrived|came|is here)(?: today| yesterday| this morning| safely)?",
    "(?:the|my) \\w+(?: \\w+)? (?:is|are|looks?) (?:lovely|great|wonderful|beautiful|perfect|gorgeous)",
    "just wanted to say (?:thank you|thanks)",
    "(?:what a |such a )?(?:great|lovely|wonderful) (?:shop|service|team)",
    "you (?:are|made my day)(?: great| the best| wonderful)?",
  ].map((words) => `(?:${words})(?:,? (?:thank you|thanks)(?: so much| very much)?)?`),
  tokens: {
    polite:
      "(?:(?:could|can|would|will) you (?:please |kindly )?|please |kindly |(?:i|we) (?:want|need|wish|have) to |(?:i|we)(?:'d| would) (?:like|love) (?:you )?to |may i (?:please )?|can i (?:please )?|could i (?:please )?)?(?:please )?",
    numbered: "(?:,? (?:number|no\\.?|nr\\.?|id))?:? ?(?:\\(?(?<order><number>)\\)?)?",
    order: "(?:(?:my|the|this|our) )?(?:(?:last|recent|pending|open) )?(?:order|purchase)<numbered>",
    parcel:
      "(?:(?:(?:my|the|this|our) )?(?:(?:last|latest|recent|pending|open) )?(?:order|purchase|parcel|package|delivery|shipment)<numbered>)",
    what: "(?:<parcel>|(?<bare><number>)|it|my (?:stuff|things))",
    please: "(?:,? please)?(?:,? (?:thanks|thank you))?",
    reason:
      "(?:,? ?(?:because |as |since |- )?(?:(?<needless>(?:i|we) (?:no longer need|do not need|don't need|no longer want) (?:it|them|this|the \\w+)(?: any ?more)?|(?:it is|it's) no longer needed|no longer needed)|(?<mistaken>(?:i|we)(?: have|'ve)? (?:ordered|bought) (?:(?:it|them|this|that) by (?:mistake|accident)|the wrong (?:one|size|colour|color)(?: by (?:mistake|accident))?)|(?:it was )?ordered by mistake|it was a mistake)))?",
    method:
      "(?:to |via |on |with |by )(?:my |the )?(?<method>paypal(?: account)?|gift card|credit card|card|original payment method)",
    refund: "(?:,? (?:and get )?(?:with )?(?:the |a |my )?refund(?:ed)? <method>)?",
    ask: "(?:(?:could|can) you (?:please )?tell me )?(?:please )?",
    news: "(?:(?:is there |do you have |have you got |are there )?(?:any |some )?(?:news|updates?)|what's (?:up|happening)|what is happening)",
  },
  sentences: [
    { asks: "cancel", pattern: "<polite>cancel <order><reason><please><end>" },
    {
      asks: "return",
      pattern:
        "<polite>(?:return|send back|give back) (?:the |my |our |these |this )?(?<items>(?!(?:all|everything|whole|entire|order)\\b)[^.!?]{3,160}?) (?:from|of|in) <order><refund><please><end>",
    },
    {
      asks: "return",
      pattern:
        "<polite>(?:return|send back|give back) (?:the |my |our |these |this )(?<items>(?!.*\\b(?:order|everything|whole|entire)\\b)[^.!?]{3,100}?)<refund><please><end>",
    },
    {
      asks: "return all",
      pattern:
        "<polite>(?:return|send back) (?:all of |everything (?:in|from|of) |the whole |the entire |all items (?:in|from|of) )?<order><please><end>",
    },
    {
      asks: "swap",
      pattern:
        "<polite>(?:exchange|swap|change) (?:the |my )(?<item>[^.!?]{3,80}?) (?:(?:from|in|of) <order> )?(?:for|to|into) (?:the |a |an |one in )?(?<to>[^.!?]{2,60}?)(?: one| version| instead)*<please><end>",
    },
    {
      asks: "address",
      pattern:
        "<polite>(?:send|ship|deliver) <order> to (?:my new address,? |this address:? |the following address:? |my office,? )?(?<address>[^!?]{12,160})",
    },
    {
      asks: "address",
      pattern:
        "<polite>(?:change|update|correct) the (?:delivery |shipping )?address (?:of|for|on) <order> to:? (?<address>[^!?]{12,160})",
    },
    {
      asks: "own address",
      pattern:
        "(?:<polite>(?:change|update) my (?:default |home |account )?address to:? |i(?: have|'ve)? moved,? (?:and )?my new (?:default |home )?address is:? )(?<address>[^!?]{12,160})",
    },
    {
      asks: "payment",
      pattern: "<polite>(?:charge|pay|put|move) <order>(?: instead)? <method>(?: instead)?<please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "<ask>(?:where (?:exactly |on earth )?(?:is|are|'s) <what>(?: now| at)?|where's <what>|where <what> is)<please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "<ask>(?:when (?:will|does) <what> (?:arrive|come|be (?:delivered|sent|shipped|here)|get here)|when <what> will (?:arrive|be (?:delivered|sent))|when (?:is <what> (?:arriving|coming|due)))<please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "<ask>(?:(?:has|was|is) <what> (?:been )?(?:already )?(?:sent|shipped|dispatched|on its way)(?: out)?(?: yet| already)?|has <what> left(?: yet| already)?)<please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "<ask>(?:<what> (?:has|have) (?:still )?not (?:arrived|come)(?: yet)?|<what> (?:hasn't|haven't) (?:arrived|come)(?: yet)?|(?:i am |i'm )?still waiting for <what>)<please><end>",
    },
    {
      asks: "whereabouts",
      pattern:
        "<ask>(?:(?:(?:what is|what's|can i (?:get|have)|please (?:give|send) me|i(?:'d| would) like(?: to know)?) )?(?:the )?(?:(?:current |delivery |order )?status|tracking(?: (?:number|link|code|info(?:rmation)?))?|whereabouts)(?: please)? (?:of|for|on|about) <what>)<please><end>",
    },
    { asks: "whereabouts", pattern: "<ask><news> (?:on|about|of|for|with|regarding) <what><please><end>" },
    { asks: "whereabouts", pattern: "(?:please )?(?:track|locate) <what><please><end>" },
    {
      asks: "whereabouts",
      pattern: "<what>(?:[:,]| -)? (?:status|tracking|any news|any updates?|where is it)<please><end>",
    },
    { asks: "whereabouts", pattern: "(?:order )?status(?::| update)? ?(?<order><number>)?<please><end>" },
    {
      asks: "whereabouts of all",
      pattern:
        "<ask>(?:where are my (?:orders|parcels|packages|things)|(?:what is |what's )?the status of my orders|<news> (?:on|about|of) my (?:orders|parcels|packages))<please><end>",
    },
  ],
  naming:
    "(?:my |the |this |it is |it's |that is |that's |i mean |this is about |it is about |it's about )*(?:order |purchase )?(?:number |no\\.? |nr\\.? |id )?(?:is |: ?)?(?<order><number>)<please><end>",
  reason: "<reason><end>",
  nouns: {
    and: ",? and |, | & |; ",
    article: "the|my|our|these|this",
    counts: { one: 1, a: 1, an: 1, two: 2, both: 2, three: 3 },
    anything: null,
    afterVersion: "size|colour|color|handle|finish|glaze",
  },
};
