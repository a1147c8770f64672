/** Reading what comes from outside: `unknown` becomes typed by a schema, or a sentence says why not. */
import { z } from "zod";
import { complaintOf } from "./complaint.ts";
import { PraxisError } from "./errors.ts";
import type { Json } from "./json.ts";

/** JSON that came out of JSON.parse, or through `toJson`: its shape is not looked at again. */
export const anyJson: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined);

export type Schema<T> = z.ZodType<T>;
export type Parsed<T> = { ok: true; value: T } | { ok: false; error: string };

const inPlainWords = { error: complaintOf };

export function parse<T>(schema: Schema<T>, value: unknown): Parsed<T> {
  const result = schema.safeParse(value, inPlainWords);
  if (result.success) return { ok: true, value: result.data };
  const issues = result.error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join(".");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  return { ok: false, error: issues.join("; ") };
}

/** @throws bad_input, naming `what` and the fields that do not fit. */
export function mustParse<T>(schema: Schema<T>, value: unknown, what: string): T {
  const parsed = parse(schema, value);
  if (parsed.ok) return parsed.value;
  throw new PraxisError("bad_input", `${what} does not fit its schema: ${parsed.error}`, {
    next: "Correct the named fields and try again; nothing was done.",
  });
}

/** The schema as JSON Schema; what JSON Schema cannot say is left open. */
export function jsonSchemaOf<T>(schema: Schema<T>): Json {
  return anyJson.parse(z.toJSONSchema(schema, { unrepresentable: "any" }));
}
