/** What does not fit is said in words that people read, by the name of the field. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { parse } from "./schema.ts";

const errorOf = (schema: z.ZodType, value: unknown): string => {
  const parsed = parse(schema, value);
  return parsed.ok ? "fits" : parsed.error;
};
const field = (schema: z.ZodType, value?: unknown): string => errorOf(z.object({ it: schema }), { it: value });

test("each kind of misfit has plain words, and none of the library's", () => {
  assert.equal(errorOf(z.object({ customer: z.string() }), {}), "customer: is missing");
  assert.equal(
    errorOf(z.object({ of: z.object({ n: z.int() }) }), { of: { n: 1.5 } }),
    "of.n: has to be a whole number",
  );
  assert.equal(field(z.string(), null), "it: has to be text");
  assert.equal(field(z.string().min(1), ""), "it: must not be empty");
  assert.equal(field(z.string().max(2), "abc"), "it: may have at most 2 characters");
  assert.equal(field(z.number().min(3), 1), "it: has to be at least 3");
  assert.equal(field(z.number().positive(), 0), "it: has to be more than 0");
  assert.equal(field(z.number().max(3), 4), "it: may be at most 3");
  assert.equal(field(z.array(z.string()).min(2), ["a"]), "it: has to have at least 2 entries");
  assert.equal(field(z.enum(["a", "b"]), "c"), "it: has to be one of a, b");
  assert.equal(field(z.enum(["a", "b"])), "it: is missing");
  assert.equal(field(z.email(), "x"), "it: has to be an email address");
  assert.equal(field(z.string().regex(/^#/), "x"), "it: is not written as it has to be");
  assert.equal(field(z.union([z.string(), z.number()]), true), "it: fits nothing that is allowed here");
  assert.equal(errorOf(z.strictObject({}), { more: 1 }), "has what is not known here: more");
});

test("a message that a schema brings along stands", () => {
  assert.equal(field(z.string({ error: "say who" })), "it: say who");
  assert.equal(
    field(
      z.number().refine((n) => n === 5, "only fives"),
      4,
    ),
    "it: only fives",
  );
});
