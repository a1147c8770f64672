/** A run in a line: the process's name, and what this run is about. Pure. */
import { isObject, type Json } from "../../kernel/json.ts";
import { excerptOf } from "../why/excerpt.ts";
import { capital, cut, plainName } from "./telling/brief.ts";

const longest = 90;

/** "Answer tickets: “The mug came broken”", "Returns: parcel P-7"; the name alone where the input was erased or says nothing. */
export function runTitle(process: string, input: Json): string {
  const name = capital(process.replaceAll(/[-_]+/g, " "));
  const mail = mailIn(input);
  if (mail !== null) return `${name}: ${cut(mail, longest)}`;
  const text = excerptOf(input);
  if (text !== null) return `${name}: “${cut(text, longest)}”`;
  const about = isObject(input) ? namedIn(input) : typeof input === "string" ? input : "";
  return about === "" ? name : `${name}: ${cut(about, longest)}`;
}

/** Of a mail without a text: who wrote it, and its subject. */
function mailIn(input: Json): string | null {
  if (!isObject(input) || !isObject(input.from) || typeof input.subject !== "string") return null;
  if (typeof input.text === "string" && input.text.trim() !== "") return null;
  const { name, address } = input.from;
  const sender = [name, address].find((each) => typeof each === "string" && each !== "") ?? "somebody";
  return `${sender}, ${input.subject === "" ? "without a subject" : `“${input.subject}”`}`;
}

/** The first two fields that hold a single word or number, as an order and a parcel. Whom it is about stands beside the title, by their name. */
function namedIn(input: Readonly<Record<string, unknown>>): string {
  const single = Object.entries(input).filter(
    ([name, value]) => !listed.test(name) && ((typeof value === "string" && value !== "") || typeof value === "number"),
  );
  const things = single.filter(([name]) => !persons.test(name));
  return (things.length > 0 ? things : single)
    .slice(0, 2)
    .map(([name, value]) => `${plainName(name).replace(/ id$/, "")} ${value}`)
    .join(", ");
}

const persons = /^(?:customer|user|subject)(?:_?id)?$/i;
/** Several ids in one text are no name. */
const listed = /(?:Ids|_ids)$/;
