/** Who gets in: tokens and their scopes, Host and Origin, sizes; and what everyone gets. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { describe, test } from "node:test";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { openTestServer, type TestServer } from "./testing/open-test-server.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function issue(server: TestServer, name: string, ...scopes: string[]): Promise<string> {
  const answer = await server.call("POST", "/api/tokens", { name, scopes });
  assert.equal(answer.status, 201);
  return answer.text("token");
}

describe("a token", () => {
  test("is shown once, and nothing of it is on record but its digest", async () => {
    await using server = await openTestServer(openMemoryLog);
    const token = await issue(server, "maria", "read", "approve");
    const list = await server.call("GET", "/api/tokens");
    assert.deepEqual(list.at("tokens.0.scopes"), ["read", "approve"]);
    assert.equal(list.at("tokens.0.issuedBy"), "person:local");
    const everything = JSON.stringify([list.body, server.praxis.log.readAll(1, 1_000)]);
    assert.ok(!everything.includes(token));
  });

  test("does what its scopes allow, is named as who did it, and is told which scope it lacks", async () => {
    await using server = await openTestServer(openMemoryLog);
    // Only the local token may say who sits before it.
    const operator = { ...bearer(await issue(server, "otto", "operate")), "x-praxis-person": "maria" };
    assert.equal((await server.call("POST", "/api/settings/stop", { scope: "*", why: "x" }, operator)).status, 200);
    const settings = await server.call("GET", "/api/settings");
    assert.equal(settings.at("settings.0.changedBy"), "person:otto");
    const refused = await server.call("GET", "/api/runs", undefined, operator);
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
    assert.deepEqual(refused.at("error.fields"), { scope: "read", has: ["operate"] });
  });

  test("guards every endpoint but health, the OpenAPI document, and signing in", async () => {
    await using server = await openTestServer(openMemoryLog);
    const document = await server.call("GET", "/api/openapi.json", undefined, {});
    const reader = bearer(await issue(server, "reader", "read"));
    let guarded = 0;
    for (const { method, path, scope } of operations(document.body)) {
      if (path.startsWith("/hooks/") || path === "/api/session") continue;
      const address = path.replaceAll(/\{\w+\}/g, "x");
      const open = path === "/api/health" || path === "/api/openapi.json";
      const bare = await server.call(method, address, undefined, {});
      assert.equal(bare.status, open ? 200 : 401, `${method} ${path} without a token`);
      if (open) continue;
      guarded += 1;
      assert.equal(bare.headers.get("www-authenticate"), 'Bearer realm="praxis"');
      const status = await statusOf(server, method, address, reader);
      assert.equal(status === 403, scope !== "read", `${method} ${path} with the scope read`);
    }
    assert.ok(guarded > 20);
  });

  test("that is unknown or revoked is refused; its name can be given again", async () => {
    await using server = await openTestServer(openMemoryLog);
    const token = await issue(server, "maria", "read");
    assert.equal((await server.call("GET", "/api/runs", undefined, bearer(token))).status, 200);
    assert.equal((await server.call("POST", "/api/tokens", { name: "maria", scopes: ["read"] })).status, 409);
    assert.equal((await server.call("DELETE", "/api/tokens/maria")).status, 200);
    const revoked = await server.call("GET", "/api/runs", undefined, bearer(token));
    assert.deepEqual([revoked.status, revoked.at("error.code")], [401, "token_unknown"]);
    assert.equal((await server.call("DELETE", "/api/tokens/maria")).status, 404);
    const next = await issue(server, "maria", "read");
    assert.equal((await server.call("GET", "/api/runs", undefined, bearer(next))).status, 200);
    for (const wrong of ["", "x", `${next}x`, "ä"])
      assert.equal((await server.call("GET", "/api/runs", undefined, bearer(encodeURIComponent(wrong)))).status, 401);
  });

  test("has a name of its own, and at least one scope", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const body of [
      { name: "local", scopes: ["read"] },
      { name: "", scopes: ["read"] },
      { name: "a b", scopes: ["read"] },
      { name: "ok", scopes: [] },
      { name: "ok", scopes: ["root"] },
    ])
      assert.equal((await server.call("POST", "/api/tokens", body)).status, 422, JSON.stringify(body));
  });
});

/** Of the answer's head alone: a stream has no end. */
async function statusOf(server: TestServer, method: string, path: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const body = method === "GET" ? {} : { body: "{}" };
  const { status } = await fetch(`${server.url}${path}`, { method, headers, ...body, signal: abort.signal });
  abort.abort();
  return status;
}

/** A request whose Host header is chosen freely, which fetch does not allow. */
function ask(server: TestServer, headers: Record<string, string>, path = "/api/health"): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const sending = request(`${server.url}${path}`, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  });
  sending.on("error", reject);
  sending.end();
  return promise;
}

describe("a request", () => {
  test("under a foreign name is refused, one under the loopback's or an allowed name is not", async () => {
    await using server = await openTestServer(openMemoryLog, { allowedHosts: ["praxis.example.com"] });
    for (const host of ["localhost", "localhost:4400", "127.0.0.1", "127.8.8.8:1", "[::1]:80", "PRAXIS.example.com"])
      assert.equal(await ask(server, { host }), 200, host);
    for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "praxis.example.com.evil"])
      assert.equal(await ask(server, { host }), 403, host);
  });

  test("from a page of another site is refused, webhooks too", async () => {
    await using server = await openTestServer(openMemoryLog);
    const host = "localhost:4400";
    assert.equal(await ask(server, { host, origin: "http://localhost:4400" }), 200);
    for (const origin of ["http://localhost:9", "https://evil.example", "null", "localhost:4400"]) {
      assert.equal(await ask(server, { host, origin }), 403, origin);
      assert.equal(await ask(server, { host, origin }, "/hooks/open"), 403, origin);
    }
  });

  test("with more than 1 MiB is answered with 413, one that is not JSON, or nested without end, with 400", async () => {
    await using server = await openTestServer(openMemoryLog);
    const large = await server.call("POST", "/api/events", { text: "x".repeat(1024 * 1024) });
    assert.deepEqual([large.status, large.at("error.code")], [413, "too_large"]);
    const deep = `{"type":"X","id":"1","payload":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    for (const body of ["{", "", deep]) {
      const headers = bearer("test-local-token");
      const response = await fetch(`${server.url}/api/events`, { method: "POST", headers, body });
      assert.equal(response.status, 400);
    }
  });

  test("to nowhere is answered with 404 in the same shape, and nothing is cached or framed", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.call("GET", "/api/nowhere");
    assert.deepEqual([answer.status, answer.at("error.code")], [404, "unknown_address"]);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.match(answer.headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  });
});

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly scope: string | undefined;
}

function operations(document: unknown): Operation[] {
  const { paths } = Object(document);
  return Object.entries(Object(paths)).flatMap(([path, methods]) =>
    Object.entries(Object(methods)).map(([method, operation]) => {
      const scopes: unknown = Object(operation).security?.[0]?.token?.[0];
      return { method: method.toUpperCase(), path, scope: typeof scopes === "string" ? scopes : undefined };
    }),
  );
}

test("the OpenAPI document is valid, and has every route that the server has", async () => {
  await using server = await openTestServer(openMemoryLog);
  const document = await server.call("GET", "/api/openapi.json", undefined, {});
  assert.equal(document.at("openapi"), "3.1.0");
  assert.equal(document.at("components.securitySchemes.token.scheme"), "bearer");
  const text = JSON.stringify(document.body);
  for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    assert.ok(document.at(`components.schemas.${name}`), `${name} is defined`);
  const documented = operations(document.body).map(({ method, path }) => `${method} ${path}`);
  assert.equal(new Set(documented).size, documented.length);
  const served = server.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  assert.deepEqual([...new Set(served)].sort(), [...documented].sort());
});
