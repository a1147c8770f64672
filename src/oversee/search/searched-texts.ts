/**
 * What of an event a person may look for, and nothing else: a run's title and the subject of its mail, the numbers in them (orders, parcels, vouchers), what
 * its effects and questions say they do; of a person their handles and the name that they write under. Whole letters, answers, ids of machines and
 * what contracts returned are not indexed. Pure.
 */
import { z } from "zod";
import { founderOf, type Handle } from "../../engine/subjects/subjects.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { excerptOf } from "../why/excerpt.ts";
import { allBeginnings, proseBeginnings, proseWords, wordsOf } from "./words.ts";

const mostWords = 12;
const mostNumbers = 6;
/** Numbers are looked for in so much of a text. */
const numbersWithin = 4_000;
/** "#W8193638", "GT-4711", "00012345"; not a year, a price, or a part of an address. */
const numbersInText = /(?<![\p{L}\p{N}@._/-])#?\p{L}{0,4}[-_]?\d{4,12}(?![\p{L}\p{N}@]|[.,]\d)/gu;
const numberAlone = /^#?\p{L}{0,6}[-_/ ]?\d{3,12}$/u;
const year = /^(19|20)\d\d$/;
const deepest = 4;
/** Names of fields whose JSON number is a name of something. */
const naming = /(id|number|order|ticket|parcel|invoice)$/i;

/** Beginnings for a run's input. */
export function beginningsOfInput(input: Json): string[] {
  const texts = [excerptOf(input) ?? "", isObject(input) && typeof input.subject === "string" ? input.subject : ""];
  return [
    ...proseWords(texts.join(" "), mostWords).flatMap(proseBeginnings),
    ...numbersIn(input).flatMap(wordsOf).flatMap(allBeginnings),
  ];
}

/** Beginnings for what an effect or a question says of itself. */
export function beginningsOfLine(line: string): string[] {
  return [
    ...proseWords(line, mostWords).flatMap(proseBeginnings),
    ...(line.match(numbersInText) ?? []).slice(0, mostNumbers).flatMap(wordsOf).flatMap(allBeginnings),
  ];
}

function numbersIn(input: Json): string[] {
  const found = new Set<string>();
  const look = (value: Json, name: string, depth: number): void => {
    if (found.size >= mostNumbers || depth > deepest) return;
    if (typeof value === "number" && Number.isSafeInteger(value) && naming.test(name)) add(String(value));
    else if (typeof value === "string") lookInText(value);
    else if (Array.isArray(value)) for (const item of value) look(item, name, depth + 1);
    else if (isObject(value)) for (const [field, part] of Object.entries(value)) look(part, field, depth + 1);
  };
  const lookInText = (text: string): void => {
    if (numberAlone.test(text)) add(text);
    else if (text.includes(" "))
      for (const number of text.slice(0, numbersWithin).match(numbersInText) ?? []) add(number);
  };
  const add = (number: string): void => {
    if (!year.test(number) && found.size < mostNumbers) found.add(number);
  };
  look(input, "", 0);
  return [...found];
}

/** Beginnings for a handle of a person. The houses that give everybody a mailbox say nothing of whose it is. */
export function beginningsOfHandle({ kind, value }: Handle): string[] {
  if (kind !== "mail") return wordsOf(value).flatMap(allBeginnings);
  const [, local = value, domain = ""] = /^(.*)@([^@]*)$/.exec(value) ?? [];
  const house = domain.split(".").slice(0, -1).join(" ");
  return wordsOf(mailHouses.has(house) ? local : `${local} ${house}`).flatMap(allBeginnings);
}

const mailHouses: ReadonlySet<string> = new Set(
  "gmail googlemail outlook hotmail live msn yahoo icloud me mac aol gmx web mail proton protonmail posteo t-online freenet orange wanadoo free laposte libero example".split(
    " ",
  ),
);

/** Beginnings for the person an event is about: their id where that is what they go by, and the name that a letter bears. */
export function beginningsOfPerson(data: Json): string[] {
  const { subject, payload } = namedSchema.parse(data);
  if (subject === null) return [];
  const { kind, value } = founderOf(subject);
  // Other handles come with a link of their own; some shops call a customer by an address.
  const handle = { kind: value.includes("@") ? "mail" : kind, value };
  return [...(kind === "customer" ? beginningsOfHandle(handle) : []), ...beginningsOfName(payload)];
}

/** Beginnings for what somebody is called. */
export function beginningsOfName(name: string): string[] {
  return wordsOf(name).slice(0, mostWords).flatMap(allBeginnings);
}

/** A mail names who wrote it; other senders may say `name` beside an address or an id. */
const namedSchema = z.object({
  subject: z.string().nullable().catch(null),
  payload: z
    .union([
      z.object({ from: z.object({ name: z.string() }) }).transform(({ from }) => from.name),
      z.object({ customer: z.object({ name: z.string() }) }).transform(({ customer }) => customer.name),
      z.object({ name: z.string() }).transform(({ name }) => name),
    ])
    .catch(""),
});
