/** What does not fit a schema, as a few words that follow the name of the field: "is missing", "has to be a number". Pure. */
import type { z } from "zod";

type Issue = z.core.$ZodRawIssue;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "yes or no",
  array: "a list",
  object: "a group of fields",
  record: "a group of fields",
  date: "a date",
  null: "empty",
};

const formats: Readonly<Record<string, string>> = {
  email: "an email address",
  url: "a web address",
  uuid: "a UUID",
  date: "a date, such as 2026-01-31",
  datetime: "a moment, such as 2026-01-31T12:00:00Z",
  time: "a time, such as 12:00:00",
};

/** Nothing where a schema's own words, or the library's, say it better; a message that a schema brings along goes before this one anyway. */
export function complaintOf(issue: Issue): string | undefined {
  if (issue.input === undefined && issue.code !== "unrecognized_keys") return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `has to be ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case "invalid_value":
      return `has to be ${oneOf(issue.values.map(String))}`;
    case "invalid_format": {
      const form = formats[issue.format];
      return form === undefined ? "is not written as it has to be" : `has to be ${form}`;
    }
    case "unrecognized_keys":
      return `has what is not known here: ${issue.keys.join(", ")}`;
    case "not_multiple_of":
      return `has to be a multiple of ${issue.divisor}`;
    case "invalid_union":
      return "fits nothing that is allowed here";
    default:
      return undefined;
  }
}

function tooSmall(origin: string, least: number, isInclusive: boolean): string {
  if (origin === "string") return least <= 1 ? "must not be empty" : `has to have at least ${least} characters`;
  if (origin === "array" || origin === "set")
    return least <= 1 ? "must not be empty" : `has to have at least ${least} entries`;
  return isInclusive ? `has to be at least ${least}` : `has to be more than ${least}`;
}

function tooBig(origin: string, most: number, isInclusive: boolean): string {
  if (origin === "string") return `may have at most ${most} ${most === 1 ? "character" : "characters"}`;
  if (origin === "array" || origin === "set") return `may have at most ${most} ${most === 1 ? "entry" : "entries"}`;
  return isInclusive ? `may be at most ${most}` : `has to be less than ${most}`;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? values.join("") : `one of ${values.join(", ")}`;
}
