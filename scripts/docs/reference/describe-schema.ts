/** JSON Schema in a few words: `string`, `"a" or "b"`, `list of {id, name}`, or the name of a shape. */
import { z } from "zod";

export interface JsonSchema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: JsonSchema | boolean | undefined;
  readonly anyOf?: readonly JsonSchema[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly allOf?: readonly JsonSchema[] | undefined;
}

export const jsonSchemaShape: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), jsonSchemaShape).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([jsonSchemaShape, z.boolean()]).optional(),
    anyOf: z.array(jsonSchemaShape).optional(),
    oneOf: z.array(jsonSchemaShape).optional(),
    allOf: z.array(jsonSchemaShape).optional(),
  }),
);

export function describeSchema(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return [...new Set(choices.map(describeSchema))].join(schema.allOf ? " and " : " or ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (types.length === 0) return "anything";
  return types.map((type) => describeType(type, schema)).join(" or ");
}

function describeType(type: string, schema: JsonSchema): string {
  if (type === "array")
    return `list of ${typeof schema.items === "object" ? describeSchema(schema.items) : "anything"}`;
  if (type === "object") return schema.properties === undefined ? "object" : `{${fieldNames(schema).join(", ")}}`;
  return type;
}

/** A field that may be left out ends in a question mark. */
export function fieldNames(schema: JsonSchema): string[] {
  const required = new Set(schema.required ?? []);
  return Object.keys(schema.properties ?? {}).map((name) => (required.has(name) ? name : `${name}?`));
}

export function fieldRows(schema: JsonSchema): string[][] {
  const fields = Object.entries(schema.properties ?? {});
  return fieldNames(schema).map((name, index) => {
    const field = fields[index]?.[1] ?? {};
    return [`\`${name}\``, describeSchema(field), field.description ?? ""];
  });
}
