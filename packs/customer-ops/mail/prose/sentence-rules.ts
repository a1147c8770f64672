/**
 * The sentences in which customers ask for things, in plain English: each rule takes a whole sentence, or none of it.
 *
 * Boundary: words only; what they point at is found by `resolve-draft`.
 * Invariants: anchored at both ends; no token repeats something that itself repeats; a sentence that two rules take is taken by none.
 */
import type { Address } from "../../rules/shop-view.ts";
import type { CancelReason } from "../../rules/wish.ts";
import type { Draft } from "./draft.ts";

type Parts = (name: string) => string | null;

interface SentenceRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Null: it looks like one of these, but is not quite. */
  readonly draft: (part: Parts) => Draft | null;
}

const tokens: Readonly<Record<string, string>> = {
  polite:
    "(?:(?:could|can|would|will) you (?:please |kindly )?|please |kindly |(?:i|we) (?:want|need|wish|have) to |(?:i|we)(?:'d| would) (?:like|love) (?:you )?to |may i (?:please )?|can i (?:please )?|could i (?:please )?)?(?:please )?",
  order:
    "(?:(?:my|the|this|our) )?(?:(?:last|recent|pending|open) )?(?:order|purchase)(?:,? (?:number|no\\.?|nr\\.?|id))?:? ?(?:\\(?(?<order>#?w\\d{7,12})\\)?)?",
  bare: "#?w\\d{7,12}",
  please: "(?:,? please)?(?:,? (?:thanks|thank you))?",
  end: "[.!?]*",
  reason:
    "(?:,? ?(?:because |as |since |- )?(?:(?<needless>(?:i|we) (?:no longer need|do not need|don't need|no longer want) (?:it|them|this|the \\w+)(?: any ?more)?|(?:it is|it's) no longer needed|no longer needed)|(?<mistaken>(?:i|we)(?: have|'ve)? (?:ordered|bought) (?:it|them|this|that|the wrong (?:one|size|colour|color)) ?(?:by (?:mistake|accident))?|(?:it was )?ordered by mistake|it was a mistake)))?",
  method:
    "(?:to |via |on |with |by )(?:my |the )?(?<method>paypal(?: account)?|gift card|credit card|card|original payment method)",
};

function pattern(source: string): RegExp {
  return new RegExp(`^${source.replace(/(?<!\(\?)<([a-z]+)>/g, (whole, name: string) => tokens[name] ?? whole)}$`, "i");
}

const mistake = /mistake|accident|wrong/i;

const rules: readonly SentenceRule[] = [
  {
    name: "cancel",
    pattern: pattern("<polite>cancel <order><reason><please><end>"),
    draft: (part) => ({ kind: "cancel", order: orderOf(part), reason: reasonOf(part) }),
  },
  {
    name: "return",
    pattern: pattern(
      "<polite>(?:return|send back|give back) (?:the |my |our |these |this )?(?<items>(?!(?:all|everything|whole|entire|order)\\b)[^.!?]{3,160}?) (?:from|of|in) <order>(?:,? (?:and get )?(?:with )?(?:the |a |my )?refund(?:ed)? <method>)?<please><end>",
    ),
    draft: (part) => ({ kind: "return", order: orderOf(part), items: itemsOf(part), method: part("method") }),
  },
  {
    name: "return, without an order",
    pattern: pattern(
      "<polite>(?:return|send back|give back) (?:the |my |our |these |this )(?<items>(?!.*\\b(?:order|everything|whole|entire)\\b)[^.!?]{3,100}?)(?:,? (?:and get )?(?:with )?(?:the |a |my )?refund(?:ed)? <method>)?<please><end>",
    ),
    draft: (part) => ({ kind: "return", order: null, items: itemsOf(part), method: part("method") }),
  },
  {
    name: "return all",
    pattern: pattern(
      "<polite>(?:return|send back) (?:all of |everything (?:in|from|of) |the whole |the entire |all items (?:in|from|of) )?<order><please><end>",
    ),
    draft: (part) => ({ kind: "return", order: orderOf(part), items: null, method: null }),
  },
  {
    name: "swap",
    pattern: pattern(
      "<polite>(?:exchange|swap|change) (?:the |my )(?<item>[^.!?]{3,80}?) (?:(?:from|in|of) <order> )?(?:for|to|into) (?:the |a |an |one in )?(?<to>[^.!?]{2,60}?)(?: one| version| instead)*<please><end>",
    ),
    draft: (part) => {
      const [item, to] = [part("item"), part("to")];
      return item === null || to === null ? null : { kind: "swap", order: orderOf(part), item, to };
    },
  },
  {
    name: "send elsewhere",
    pattern: pattern(
      "<polite>(?:send|ship|deliver) <order> to (?:my new address,? |this address:? |the following address:? |my office,? )?(?<address>[^!?]{12,160})",
    ),
    draft: (part) => {
      const address = addressOf(part("address") ?? "");
      return address && { kind: "address", order: orderOf(part), address };
    },
  },
  {
    name: "new address of an order",
    pattern: pattern(
      "<polite>(?:change|update|correct) the (?:delivery |shipping )?address (?:of|for|on) <order> to:? (?<address>[^!?]{12,160})",
    ),
    draft: (part) => {
      const address = addressOf(part("address") ?? "");
      return address && { kind: "address", order: orderOf(part), address };
    },
  },
  {
    name: "new address of the customer",
    pattern: pattern(
      "(?:<polite>(?:change|update) my (?:default |home |account )?address to:? |i(?: have|'ve)? moved,? (?:and )?my new (?:default |home )?address is:? )(?<address>[^!?]{12,160})",
    ),
    draft: (part) => {
      const address = addressOf(part("address") ?? "");
      return address && { kind: "own address", address };
    },
  },
  {
    name: "pay otherwise",
    pattern: pattern("<polite>(?:charge|pay|put|move) <order>(?: instead)? <method>(?: instead)?<please><end>"),
    draft: (part) => {
      const method = part("method");
      return method === null ? null : { kind: "payment", order: orderOf(part), method };
    },
  },
  {
    name: "where is it",
    pattern: pattern(
      "(?:(?:could|can) you (?:please )?tell me )?(?:please )?(?:where (?:exactly )?(?:is|are) <order>(?: now)?|where <order> is|when (?:will|does) <order> (?:arrive|come|be (?:delivered|sent|shipped))|when <order> will (?:arrive|be (?:delivered|sent))|(?:has|was) <order> (?:been )?(?:sent|shipped)(?: yet| already)?|<order> (?:has|have) (?:still )?not (?:arrived|come)(?: yet)?|what is the status of <order>)<please><end>",
    ),
    draft: (part) => ({ kind: "whereabouts", order: orderOf(part) }),
  },
];

/** "My order number is #W7001001." fills in what the other sentences leave open. */
const naming = pattern(
  "(?:my |the |this |it is |it's |that is |that's |i mean |this is about |it is about |it's about )*(?:order |purchase )?(?:number |no\\.? |nr\\.? |id )?(?:is |: ?)?(?<order><bare>)<please><end>",
);
const reasonAlone = pattern("<reason><end>");

export type SentenceReading =
  | { readonly says: "draft"; readonly draft: Draft; readonly rule: string }
  | { readonly says: "order"; readonly order: string }
  | { readonly says: "reason"; readonly reason: CancelReason }
  | { readonly says: "unclear"; readonly why: string };

export function readSentence(sentence: string): SentenceReading {
  const named = naming.exec(sentence)?.groups?.order;
  if (named !== undefined) return { says: "order", order: asOrderId(named) };
  if (reasonAlone.test(sentence))
    return { says: "reason", reason: mistake.test(sentence) ? "ordered by mistake" : "no longer needed" };
  const taken = rules.flatMap((rule) => {
    const match = rule.pattern.exec(sentence);
    const draft = match && rule.draft((name) => match.groups?.[name] ?? null);
    return draft === null ? [] : [{ draft, rule: rule.name }];
  });
  const [only, ...others] = taken;
  if (only === undefined) return { says: "unclear", why: "no rule takes this sentence as a whole" };
  if (others.length > 0) return { says: "unclear", why: "more than one rule takes this sentence" };
  return { says: "draft", ...only };
}

function orderOf(part: Parts): string | null {
  const order = part("order");
  return order === null ? null : asOrderId(order);
}

function asOrderId(text: string): string {
  return `#${text.toUpperCase().replace("#", "")}`;
}

function reasonOf(part: Parts): CancelReason {
  return part("mistaken") === null ? "no longer needed" : "ordered by mistake";
}

function itemsOf(part: Parts): string | null {
  return part("items");
}

const american =
  /^(?<address1>[A-Za-z0-9 .'#/-]{4,60}?)(?:, (?<address2>(?:[Aa]pt|[Ss]uite|[Uu]nit|[Ff]loor|[Ff]lat)[A-Za-z0-9 .#-]{1,20}))?, (?<city>[A-Za-z .'-]{2,40}),? (?<state>[A-Z]{2}),? (?<zip>\d{5})(?:,? (?:USA|United States))?[.!]*$/;

/** One line, as it is written in the USA. Any other address is for a person. */
function addressOf(text: string): Address | null {
  const { address1, address2, city, state, zip } = american.exec(text.trim())?.groups ?? {};
  if (address1 === undefined || city === undefined || state === undefined || zip === undefined) return null;
  return { address1: address1.trim(), address2: address2 ?? "", city: city.trim(), state, country: "USA", zip };
}
