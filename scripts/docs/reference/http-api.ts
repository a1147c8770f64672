/** The HTTP API, from the OpenAPI document that a server gives of itself. */
import { z } from "zod";
import { bench } from "../../../src/assembly/testing/memory-bench.ts";
import { createServer } from "../../../src/server/create-server.ts";
import { describeSchema, fieldNames, fieldRows, type JsonSchema, jsonSchemaShape } from "./describe-schema.ts";
import { code, type Page, table } from "./markdown.ts";

const contentShape = z.record(z.string(), z.looseObject({ schema: jsonSchemaShape.optional() })).optional();
const operationShape = z.looseObject({
  tags: z.array(z.string()).default([]),
  summary: z.string().default(""),
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().default(false) }))
    .default([]),
  requestBody: z.looseObject({ content: contentShape }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().default(""), content: contentShape })),
});
type Operation = z.infer<typeof operationShape>;
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.looseObject({ schemas: z.record(z.string(), jsonSchemaShape).default({}) }),
});

const scopes = [
  ["`read`", "look at everything but tokens"],
  ["`events`", "say that something happened"],
  ["`approve`", "answer gates"],
  ["`operate`", "start, cancel, retry and fork runs; change levels and policies; stop and resume"],
  ["`admin`", "people, tokens, erasing a person; it holds the others"],
];

export async function httpApiPage(): Promise<Page> {
  const app = createServer(bench([]).praxis, { version: "0.0.0" });
  const answer = await app.request("/api/openapi.json");
  const { paths, components } = documentShape.parse(await answer.json());
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const byTag = Map.groupBy(endpoints, ({ operation }) => operation.tags[0] ?? "other");
  const tables = [...byTag]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([tag, some]) => {
      const rows = some.map(({ method, path, operation }) => rowOf(method, path, operation));
      return `## ${tag}\n\n${table(["request", "what it does", "scope", "given", "answer"], rows)}`;
    });
  const shapes = Object.entries(components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${table(["field", "is", ""], fieldRows(schema))}`,
  );
  return {
    file: "http-api.md",
    title: "HTTP API",
    about: "every address of the server, by subject",
    body: [introduction, table(["scope", "lets its holder"], scopes), ...tables, "## Shapes", ...shapes].join("\n\n"),
  };
}

const introduction = `A running server gives the whole of this as OpenAPI 3.1 at \`/api/openapi.json\`, with every field.

A program shows a token: \`Authorization: Bearer <token>\`, made with \`praxis token issue <name> <scopes...>\`. What it does is recorded under the token's name. A
person who is signed in with a browser has the scopes of their role; what changes something needs the header \`x-praxis-console: 1\` too, and comes from the
server's own pages. Every error is \`{"error": {"code", "message", "next"}}\`; a program decides by the code. Lists take \`limit\` and \`before\`, and
give \`next\` for the page after. In the tables a \`?\` marks what may be left out.`;

function rowOf(method: string, path: string, operation: Operation): string[] {
  return [
    code(`${method.toUpperCase()} ${path}`),
    operation.summary,
    code(operation.security.flatMap(({ token = [] }) => token).join(", ")),
    given(operation),
    answered(operation),
  ];
}

function given({ parameters, requestBody }: Operation): string {
  const query = parameters.flatMap((each) =>
    each.in === "query" ? [each.required ? each.name : `${each.name}?`] : [],
  );
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const inBody = body === undefined ? "" : type === "application/json" ? briefly(body.schema) : (type ?? "");
  return [query.length === 0 ? "" : `query ${code(query.join(", "))}`, inBody === "" ? "" : `body ${code(inBody)}`]
    .filter((part) => part !== "")
    .join("; ");
}

function answered({ responses }: Operation): string {
  const successes = Object.entries(responses).filter(([status]) => /^[23]/.test(status));
  return successes
    .map(([status, { content }]) => {
      const [type, body] = Object.entries(content ?? {})[0] ?? [];
      const what = type === "application/json" ? briefly(body?.schema) : (type ?? "");
      return `${status === "200" ? "" : `${status} `}${code(what)}`;
    })
    .join(" or ");
}

function briefly(schema: JsonSchema | undefined): string {
  if (schema === undefined) return "";
  return schema.properties === undefined ? describeSchema(schema) : `{${fieldNames(schema).join(", ")}}`;
}
