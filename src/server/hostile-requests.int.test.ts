/**
 * Whatever is sent to the API, it is answered, and never with "this is a bug in Praxis". HOSTILE_SEED and HOSTILE_ROUNDS send others, and more.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { form } from "../observe/forms/form.ts";
import { mailFolder } from "../observe/mail/folder/mail-folder.ts";
import { localToken, openTestServer, runWith, type TestServer, ticketBody, until } from "./testing/open-test-server.ts";

const schemaShape = z.looseObject({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
});
const operationShape = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) }).optional(),
});
const documentShape = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.looseObject({ schemas: z.record(z.string(), schemaShape) }),
});

const listShape = z.array(z.looseObject({ id: z.string() }));

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly fields: readonly string[];
}

/** All of them, from the server's own document. */
async function operationsOf(server: TestServer): Promise<Operation[]> {
  const { paths, components } = documentShape.parse((await server.call("GET", "/api/openapi.json")).body);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { parameters, requestBody }]) => {
      // Its answer has no end.
      if (path === "/api/changes") return [];
      const query = parameters.flatMap((each) => (each.in === "query" ? [each.name] : []));
      const given = schemaShape.safeParse(requestBody?.content["application/json"]?.schema).data;
      const json = components.schemas[given?.$ref?.split("/").at(-1) ?? ""] ?? given;
      return [{ method: method.toUpperCase(), path, query, fields: Object.keys(json?.properties ?? {}) }];
    }),
  );
}

const wordOf = (value: unknown): string =>
  (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).toWellFormed();

const hostileText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "__proto__",
    "constructor",
    "*",
    "%",
    "%00",
    "..",
    "../../etc/passwd",
    "x".repeat(5_000),
    "' OR 1=1 --",
    '"',
    "[",
    "(",
    "NaN",
    "-1",
    "0",
    "1e309",
    "9007199254740993",
    "Infinity",
    "2026-13-45",
    "person:",
    "praxis",
    "system",
    "🙂",
    "\u202e",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

const hostileValue = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(-1, 0, 1e308, -1e308, 2 ** 53)) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null]) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 50, max: 600 })
      .map((depth): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`)),
  },
  { weight: 1, arbitrary: fc.dictionary(hostileText, hostileText, { maxKeys: 4 }) },
);

interface Ids {
  readonly run: string;
  readonly waiting: string;
  readonly gate: string;
  readonly effect: string;
  readonly held: string;
  readonly customer: string;
  readonly other: string;
}

/** A parameter of the path that leads somewhere. */
function leadingTo(path: string, ids: Ids): string {
  const [, , kind = ""] = path.split("/");
  const known: Readonly<Record<string, string>> = {
    runs: path.endsWith("cancel") ? ids.waiting : ids.run,
    gates: ids.gate,
    effects: ids.effect,
    quarantine: ids.held,
    customers: ids.customer,
    people: "lea",
    settings: "refund limit",
    sources: "complaint",
    open: "open",
  };
  return known[kind] ?? "open";
}

/** What each operation would take, so that one field at a time can be made hostile behind all the others. */
const why = "seen with the customer";
const plausible = (ids: Ids): Readonly<Record<string, Readonly<Record<string, unknown>>>> => ({
  "POST /api/events": {
    type: "ReturnAnnounced",
    payload: { parcel: "p" },
    id: "e-1",
    about: "p",
    account: "main",
    subject: [{ kind: "mail", value: "mia@example.com" }],
  },
  "POST /api/runs": {
    process: "tickets",
    input: { order: "#7", amountCents: 100, text: "broken" },
    account: "main",
    subject: null,
    why,
    id: "r-1",
  },
  "POST /api/runs/{id}/cancel": { why },
  "POST /api/runs/{id}/retry": { why },
  "POST /api/runs/{id}/rehearse": { fromStep: 1, edits: { outcomes: { 1: {} } } },
  "POST /api/runs/{id}/fork": {
    fromStep: 1,
    edits: { input: { order: "#8", amountCents: 1, text: "" } },
    why,
    id: "f",
  },
  "POST /api/gates/{id}/answer": { verdict: "approve", value: null, reason: "fine", holdMs: 1_000 },
  "POST /api/gates/{id}/pass-on": { to: "lea", why },
  "POST /api/gates/answers": { ids: [ids.gate], verdict: "decline", reason: "no", expected: 1, holdMs: 0, id: "a-1" },
  "POST /api/quarantine/{id}/release": { why, body: { order: "#5", amountCents: 1, text: "x" } },
  "POST /api/quarantine/{id}/dismiss": { why },
  "POST /api/sources/{name}/submit": { values: { order: "#6", amountCents: "5", text: "x" }, id: "s-1" },
  "POST /api/people": { name: "otto", role: "viewer", mail: "otto@example.com" },
  "PUT /api/people/{name}": { role: "admin", mail: "lea@example.com" },
  "POST /api/tokens": { name: "shop", scopes: ["read"] },
  "PUT /api/settings/levels": { process: "tickets", contract: "refund", level: "gated", why },
  "PUT /api/settings/policies/{name}": { parameters: { mostCents: 5_000 }, why },
  "POST /api/settings/stop": { scope: "payments", why, force: true },
  "POST /api/settings/resume": { scope: "payments", why },
  "POST /api/subjects/forget": { subject: "nobody@example.com", why },
  "POST /api/customers/merge": { keep: ids.customer, merge: ids.other, why },
  "POST /api/customers/{id}/unlink": { handle: { kind: "mail", value: "mia@example.com" }, why },
  "POST /api/customers/{id}/unmerge": { merged: ids.other, why },
  "POST /api/customers/{id}/forget": { why },
  "PUT /api/saved-views/{name}": { page: "runs", query: "status=waiting" },
});

async function opened(): Promise<{ server: TestServer; ids: Ids }> {
  const server = await openTestServer(openMemoryLog);
  server.praxis.load([
    form("complaint", {
      title: "Enter a complaint",
      fields: z.object({ order: z.string().min(1), amountCents: z.int(), text: z.string() }),
      event: "TicketReceived",
      csv: true,
    }),
    mailFolder("inbox", { folder: "unused" }),
  ]);
  const first = (path: string) =>
    until(async () => {
      const { body } = await server.call("GET", path);
      return listShape.parse(Object.values(Object(body))[0]).at(0)?.id;
    });
  const send = async (id: string, ticket: Parameters<typeof ticketBody>[0]) =>
    (await server.hook("helpdesk", ticketBody(ticket), { id })).text("runs.0");
  const waiting = await send("msg_1", { order: "#1", amountCents: 9_900 });
  const run = await send("msg_2", { order: "#2", customer: "otto@example.com" });
  await runWith(server, run, "done");
  await server.hook("helpdesk", JSON.stringify({ wrong: true }), { id: "msg_3" });
  await server.call("POST", "/api/people", { name: "lea", role: "admin" });
  const customers = listShape.parse((await server.call("GET", "/api/customers")).at("customers"));
  const ids = {
    run,
    waiting,
    gate: await first("/api/gates"),
    effect: await first("/api/effects"),
    held: await first("/api/quarantine"),
    customer: customers[0]?.id ?? "",
    other: customers[1]?.id ?? "",
  };
  return { server, ids };
}

const words = [
  "tickets",
  "refund limit",
  "refund",
  "payments",
  "complaint",
  "inbox",
  "lea",
  "TicketReceived",
  "main",
  "approve",
  "answer",
  "decline",
  "shadow",
  "viewer",
  "admin",
  "mia@example.com",
];

const firstSeed = Number(process.env.HOSTILE_SEED ?? 11);
const rounds = Number(process.env.HOSTILE_ROUNDS ?? 3);

test("no request, however it is made up, is answered with a fault of ours", { timeout: 600_000 }, async () => {
  // Anew each time: before long there is nothing left to answer, to fork or to forget.
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) await sendHostileOnes(seed);
});

async function sendHostileOnes(seed: number): Promise<void> {
  const { server, ids } = await opened();
  const templates = plausible(ids);
  const known = [...Object.values(ids), ...words];
  await using _ = server;
  const operations = await operationsOf(server);
  assert.ok(operations.length > 60);
  // Beside what is hostile, what exists: so that more of them get past the first check.
  const texts = fc.oneof(fc.constantFrom(...known), hostileText);
  const values = fc.oneof({ weight: 2, arbitrary: fc.constantFrom<unknown>(...known, 1, 0, 100) }, hostileValue);
  const pieces = fc.record({
    operation: fc.constantFrom(...operations),
    path: fc.array(texts, { minLength: 3, maxLength: 3 }),
    values: fc.array(values, { minLength: 12, maxLength: 12 }),
    left: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    whole: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: hostileValue }),
    mutated: fc.record({ isUsed: fc.boolean(), at: fc.nat(20), value: values, isKnownPath: fc.boolean() }),
  });
  const faults: string[] = [];
  await fc.assert(
    fc.asyncProperty(pieces, async ({ operation, path, values: given, left, whole, mutated }) => {
      const { method, query, fields } = operation;
      let at = 0;
      const address = operation.path.replaceAll(/\{\w+\}/g, () =>
        encodeURIComponent(mutated.isKnownPath ? leadingTo(operation.path, ids) : (path[at++] ?? "x").toWellFormed()),
      );
      const asked = query.flatMap((name, index) =>
        left[index % 12] ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(wordOf(given[index % 12]))}`],
      );
      const template = templates[`${method} ${operation.path}`];
      const names = Object.keys(template ?? {});
      const name = names[mutated.at % (names.length + 1)];
      const likely =
        template && mutated.isUsed ? { ...template, ...(name === undefined ? {} : { [name]: mutated.value }) } : null;
      const body =
        likely ??
        Object.fromEntries(
          fields.flatMap((name, index) => (left[index % 12] && index > 0 ? [] : [[name, given[index % 12]]])),
        );
      const url = `${server.url}${address}${asked.length === 0 ? "" : `?${asked.join("&")}`}`;
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${localToken}` },
        ...(method === "GET" ? {} : { body: JSON.stringify(whole ?? body) }),
      });
      const text = await response.text();
      if (response.status >= 500)
        faults.push(`${method} ${url} ${JSON.stringify(whole ?? body).slice(0, 300)}: ${text}`);
    }),
    { numRuns: 300, seed },
  );
  assert.deepEqual([...faults, ...server.reports], [], `seed ${seed}`);
}
